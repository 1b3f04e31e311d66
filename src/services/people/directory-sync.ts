import { TZDate } from '@date-fns/tz';
import { addDays, set } from 'date-fns';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Op } from '../../core/effect.ts';
import { errorText } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { type DirectoryMember, planDirectory } from '../../domain/people/directory.ts';
import type { LeaseStore } from '../../stores/leases.ts';
import type { OutboxStore } from '../../stores/outbox.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { SettingStore } from '../../stores/settings.ts';
import type { HandoverService } from '../leads/handover.ts';
import type { Playbooks } from '../playbooks.ts';
import type { ReachService } from './reach.ts';

/** A chat platform that knows who works here. */
export interface DirectorySource {
  name: string;
  members(): Promise<DirectoryMember[]>;
}

export interface DirectorySyncDeps {
  sources: readonly DirectorySource[];
  people: PeopleStore;
  handover: HandoverService;
  reach: ReachService;
  playbooks: Playbooks;
  outbox: OutboxStore;
  settings: SettingStore;
  leases: LeaseStore;
  owner: string;
  clock: Clock;
  log: Logger;
}

const stateSchema = z.object({
  doneAt: z.date().optional(),
  wantedAt: z.date().optional(),
  notBefore: z.date().optional(),
});
type State = z.output<typeof stateSchema>;

const LEASE_MS = 10 * 60_000;
const RETRY_MS = 10 * 60_000;
/** Until it was read once, nobody can use the bot; who writes and is not known was promised a minute. */
const FIRST_RETRY_MS = 20_000;
/** Strangers and changes ask for a look; this often at most. */
const PAUSE_MS = 60_000;
const DORMANT = { reason: '还没有激活企业微信', mend: '请本人登录一次企业微信' };
/** Off the hours at which everybody asks. */
const NIGHTLY = { hours: 3, minutes: 17, seconds: 0, milliseconds: 0 };

/**
 * Keeps people in step with the chat platforms' directories: at first start, every night, and when a platform tells
 * of a change. Who has left hands everything on (B7), unless so many have left at once that a slip is likelier.
 */
export class DirectorySync {
  private readonly deps: DirectorySyncDeps;

  constructor(deps: DirectorySyncDeps) {
    this.deps = deps;
  }

  /** Somebody joined, changed or wrote who is not known: look again soon. */
  async want(platform: string): Promise<void> {
    if (!this.deps.sources.some((source) => source.name === platform)) return;
    const state = await this.state(platform);
    await this.save(platform, { ...state, wantedAt: this.deps.clock.now() });
  }

  /** A start may be what mended it: what failed before is asked for at once. */
  async beginAnew(): Promise<void> {
    for (const { name } of this.deps.sources) {
      const { notBefore, ...state } = await this.state(name);
      if (notBefore) await this.save(name, state);
    }
  }

  /** @returns how many directories were read */
  async sweep(): Promise<number> {
    let read = 0;
    for (const source of this.deps.sources) {
      const now = this.deps.clock.now();
      const due = dueAt(await this.state(source.name));
      if (due > now || !(await this.hold(source.name, now))) continue;
      try {
        await this.sync(source, now);
        await this.done(source.name, now);
      } catch (error) {
        this.deps.log.warn(
          { platform: source.name, reason: errorText(error) },
          'directory not read; later again',
        );
        const state = await this.state(source.name);
        const isAwaited = !state.doneAt || (state.wantedAt && state.wantedAt >= state.doneAt);
        const wait = isAwaited ? FIRST_RETRY_MS : RETRY_MS;
        await this.save(source.name, { ...state, notBefore: new Date(now.getTime() + wait) });
      } finally {
        await this.deps.leases.release(leaseOf(source.name), this.deps.owner);
      }
      read++;
    }
    return read;
  }

  async nextDueAt(): Promise<Date | null> {
    const times = await Promise.all(this.deps.sources.map(async ({ name }) => dueAt(await this.state(name))));
    return times.length ? new Date(Math.min(...times.map(Number))) : null;
  }

  private async sync({ name: platform, members }: DirectorySource, now: Date): Promise<void> {
    const { people, handover, playbooks, log } = this.deps;
    const { playbook } = await playbooks.current();
    const read = await members();
    const plan = planDirectory({
      platform,
      members: read,
      people: await people.all(),
      roles: playbook.roles,
      regions: playbook.regions.map((region) => region.value),
    });
    for (const person of plan.upserts) await people.upsert(person);
    await this.noteDormant(platform, read, now);
    const op: Op = { key: `directory:${platform}:${now.toISOString()}`, now, by: `directory:${platform}` };
    if (plan.doubtful) await this.ask(platform, plan.leavers.length, op);
    else
      for (const leaver of plan.leavers)
        await handover.leave(leaver, { ...op, key: `${op.key}:${leaver._id}` });
    const { upserts, leavers, outside, doubtful } = plan;
    log.info(
      { platform, people: upserts.length, leavers: leavers.length, outside, doubtful },
      'directory read',
    );
  }

  /** Nothing reaches who has never opened the client; as soon as they have, everything does. */
  private async noteDormant(platform: string, members: readonly DirectoryMember[], now: Date): Promise<void> {
    const { people, reach } = this.deps;
    const accounts = new Map(
      (await people.all()).flatMap((person) =>
        person.accounts.flatMap((a) => (a.platform === platform ? [[a.userId, person] as const] : [])),
      ),
    );
    for (const { userId, dormant, active } of members) {
      const person = accounts.get(userId);
      if (!person || !active || dormant === undefined) continue;
      if (dormant) await reach.mark(person, DORMANT, now);
      else if (person.unreachable?.reason === DORMANT.reason) await reach.found(person, now);
    }
  }

  /** Once a day at most: an administrator has to look. */
  private async ask(platform: string, gone: number, { now }: Op): Promise<void> {
    const everybody = await this.deps.people.all();
    const admins = everybody.filter((person) => person.active && person.role === 'admin');
    const body = `通讯录里一下子少了 ${gone} 人，可能是应用的可见范围被改动了，所以没有按离职处理。请检查可见范围；确实离职的请逐个回复：离职 姓名`;
    for (const { _id: to } of admins) {
      const message = {
        channel: 'chat',
        to,
        kind: 'text',
        refs: {},
        params: { body },
        urgency: 'normal',
      } as const;
      await this.deps.outbox.add(
        `directory:${platform}:${now.toISOString().slice(0, 10)}:${to}`,
        message,
        now,
      );
    }
  }

  /** What was asked for while the directory was being read may have come too late for it. */
  private async done(platform: string, begun: Date): Promise<void> {
    const { wantedAt } = await this.state(platform);
    const still = wantedAt && wantedAt >= begun ? { wantedAt } : {};
    await this.save(platform, { doneAt: begun, notBefore: new Date(begun.getTime() + PAUSE_MS), ...still });
  }

  private hold(platform: string, now: Date): Promise<boolean> {
    return this.deps.leases.hold(leaseOf(platform), this.deps.owner, now, LEASE_MS);
  }

  private async state(platform: string): Promise<State> {
    return stateSchema.safeParse(await this.deps.settings.get(leaseOf(platform))).data ?? {};
  }

  private async save(platform: string, state: State): Promise<void> {
    await this.deps.settings.set(leaseOf(platform), state);
  }
}

function leaseOf(platform: string): string {
  return `directory:${platform}`;
}

/** At once when it was never read; when somebody asked; else the next night. */
function dueAt({ doneAt, wantedAt, notBefore }: State): Date {
  const base = !doneAt ? new Date(0) : wantedAt && wantedAt >= doneAt ? wantedAt : nightAfter(doneAt);
  return notBefore && notBefore > base ? notBefore : base;
}

function nightAfter(at: Date): Date {
  const local = new TZDate(at, 'Asia/Shanghai');
  const tonight = set(local, NIGHTLY);
  return new Date((tonight > local ? tonight : addDays(tonight, 1)).getTime());
}
