import { existsSync } from 'node:fs';
import type { Config } from '../../config/env.ts';
import { systemClock } from '../../core/clock.ts';
import { calendarSetting } from '../../platforms/wecom/calendar.ts';
import { checkWecom } from '../../platforms/wecom/doctor.ts';
import { checkGroups, type WecomUse } from '../../platforms/wecom/doctor-rights.ts';
import { embeddedFolder } from '../../storage.ts';
import { type CliContext, type Workspace, withWorkspace } from '../context.ts';
import type { Finding } from './finding.ts';

/** The connection to WeCom, and whether what the playbook and the people need of it is there. */
export async function examineWecom(context: CliContext, config: Config): Promise<Finding[]> {
  const { wecom, wecomGroups, publicUrl } = config;
  const groups = wecomGroups?.groups ?? {};
  if (!wecom) return checkGroups(undefined, groups);
  return checkWecom(wecom, { publicUrl, clock: systemClock, groups, use: await readUse(context, config) });
}

/** @returns undefined where there are no records yet, or they cannot be read now: `database` says why */
async function readUse(context: CliContext, config: Config): Promise<WecomUse | undefined> {
  if (!config.mongodbUri && !existsSync(embeddedFolder(config.dataDir))) return undefined;
  return withWorkspace(context, useOf).catch(() => undefined);
}

async function useOf({ stores, config: { wecom } }: Pick<Workspace, 'stores' | 'config'>): Promise<WecomUse> {
  const published = await stores.playbooks.newest();
  const carrying = (await stores.people.all()).filter(({ active, slots }) => active && slots.length > 0);
  return {
    calendarId: wecom && (await stores.settings.get<string>(calendarSetting(wecom))),
    calendar: published?.content.playbook.followUp.calendar ?? false,
    carriers: carrying.flatMap(({ name, accounts }) =>
      accounts.flatMap(({ platform, userId }) => (platform === 'wecom' ? [{ name, userId }] : [])),
    ),
  };
}
