import type { DingtalkSettings } from '../config/dingtalk-env.ts';
import type { Config } from '../config/env.ts';
import { loadMembers } from '../config/member-file.ts';
import type { Clock, SettableClock } from '../core/clock.ts';
import { randomId } from '../core/ids.ts';
import type { Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import type { Engine } from '../engine.ts';
import type { MailSender } from '../outbox/transmit.ts';
import { createDingtalk } from '../platforms/dingtalk/index.ts';
import type { Ingress, Platform } from '../platforms/platform.ts';
import { createSimulator } from '../platforms/simulator/index.ts';
import { createMailbox } from '../platforms/simulator/mailbox.ts';
import { SimulatorSender } from '../platforms/simulator/sender.ts';
import { createWecom } from '../platforms/wecom/index.ts';
import type { Directory } from '../services/people/directory.ts';
import type { Playbooks } from '../services/playbooks.ts';
import type { Stores } from '../stores/stores.ts';

export interface PlatformsInput {
  config: Config;
  stores: Stores;
  playbooks: Playbooks;
  directory: Directory;
  clock: Clock;
  settable: SettableClock | undefined;
  log: Logger;
  leases: Leases;
  /** The one door; stands by the time the first event comes in. */
  ingress: Ingress & { idle(): Promise<boolean> };
  engine: () => Engine;
  /** Sends what is waiting. */
  pump(): Promise<number>;
}

/** The chat platforms the configuration names. Adding one is a folder, its settings, and a line here. */
export function composePlatforms(input: PlatformsInput): {
  platforms: Platform[];
  mailbox: MailSender | null;
} {
  const { config, stores, settable } = input;
  const platforms: Platform[] = [];
  if (config.simulator && settable) platforms.push(simulator(input, settable));
  if (config.wecom || config.wecomBot) platforms.push(wecom(input));
  if (config.dingtalk) platforms.push(dingtalk(input, config.dingtalk));
  return { platforms, mailbox: config.simulator ? createMailbox(stores.simulator) : null };
}

function wecom(input: PlatformsInput): Platform {
  const { stores, leases, ingress, clock, log } = input;
  const { wecom: app, wecomBot: bot, wecomGroups: announced, publicUrl } = input.config;
  const shared = { settings: stores.settings, leases: stores.leases, owner: leases.owner };
  const { wecom: store, files } = stores;
  const path = bot?.members;
  const listedMembers = path ? async () => loadMembers(path) : undefined;
  return createWecom({
    app,
    bot,
    announced,
    publicUrl,
    listedMembers,
    ...shared,
    store,
    files,
    ingress,
    clock,
    log,
  });
}

function dingtalk(input: PlatformsInput, config: DingtalkSettings): Platform {
  const { stores, leases, ingress, clock, log } = input;
  const shared = { settings: stores.settings, leases: stores.leases, owner: leases.owner };
  const { dingtalk: store, files } = stores;
  const { publicUrl } = input.config;
  return createDingtalk({ config, publicUrl, ...shared, store, files, ingress, clock, log });
}

function simulator(input: PlatformsInput, clock: SettableClock): Platform {
  const { stores, playbooks, directory, ingress } = input;
  return createSimulator({
    store: stores.simulator,
    sender: new SimulatorSender(stores.simulator),
    ingress,
    clock,
    makeId: randomId,
    files: stores.files,
    users: async () => {
      const people = [...(await directory.map()).values()].filter((person) => person.active);
      return people.map(({ _id: id, name, role, managerId, team, regions }) => {
        const region = regions.length ? { region: regions.join('、') } : {};
        return { id, name, role, ...(managerId && { managerId }), ...(team && { team }), ...region };
      });
    },
    sendWaiting: input.pump,
    advance: async (to) => {
      await ingress.idle();
      return input.engine().advanceTo(clock, to);
    },
    audit: async ({ leadId }, limit) => {
      const entries = await stores.audit.list(leadId ? { leadId } : {}, limit);
      return entries.map(({ _id: _, by, ...entry }) => ({ ...entry, who: by }));
    },
    forms: async () => {
      const { playbook } = await playbooks.current();
      return playbook.forms.map(({ id, title }) => ({
        id,
        title,
        url: `/forms/${id}`,
        qr: `/forms/${id}/qr.svg`,
      }));
    },
  });
}
