import type { Urgency } from '../core/message.ts';
import type { Colleague, Role } from '../domain/people/person.ts';
import type { Sender } from '../platforms/platform.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';
import { groupSenderOf, groupsOf } from './groups.ts';
import type { Gathering, PlatformState, PolicyInput, Sent } from './policy-facts.ts';
import { periodOf } from './quota-periods.ts';

const HOUR_MS = 3_600_000;

export interface PolicySources {
  outbox: OutboxStore;
  platforms: readonly Sender[];
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
  lists: PolicyInput['lists'];
  quiet(now: Date): Promise<{ until: Date | null; holds: ReadonlySet<Urgency> }>;
  /** How managers are reminded: see `gathering.ts`. */
  gathering(now: Date): Promise<GatheringRule>;
}

/** The company's rule for what managers did not ask for, and the working day it is for. */
export interface GatheringRule {
  everyMs: number;
  perDay: Partial<Record<Role, number>>;
  dayBegins: Date;
  dayEnds: Date;
  nextDay: Date;
}

/** Without what only another process can send. */
export async function sentHere(
  { platforms, colleagues }: Pick<PolicySources, 'platforms' | 'colleagues'>,
  rows: OutboxRow[],
): Promise<OutboxRow[]> {
  if (!rows.length || !platforms.some((p) => p.sendsHere || p.isAnsweredElsewhere)) return rows;
  const people = await colleagues();
  const isHere = async ({ _id, to, channel, target }: OutboxRow): Promise<boolean> => {
    const person = channel === 'chat' ? people.get(to) : undefined;
    const account = person && accountOf(person, platforms);
    if (!account) return true;
    if (target !== undefined && (await account.platform.isAnsweredElsewhere?.(target))) return false;
    return account.platform.sendsHere?.(_id, account.userId) ?? true;
  };
  const here = await Promise.all(rows.map(isHere));
  return rows.filter((_, i) => here[i]);
}

/** What the send policy has to know to decide about the rows that are due. */
export async function gatherPolicyInput(
  sources: PolicySources,
  due: readonly OutboxRow[],
  now: Date,
): Promise<PolicyInput> {
  const { outbox, platforms } = sources;
  const people = await sources.colleagues();
  const sentTo = new Map<string, Sent[]>();
  const recipients = [...new Set(due.map((row) => row.to))];
  for (const { to, kind, sentAt: at } of await outbox.sentSince(
    recipients,
    new Date(now.getTime() - HOUR_MS),
  )) {
    const times = sentTo.get(to) ?? [];
    times.push({ at, kind });
    sentTo.set(to, times);
  }
  const waiting = due.map((row) => {
    const { _id: key, to, kind, urgency, op, channel, createdAt, notBefore } = row;
    const person = channel === 'chat' ? people.get(to) : undefined;
    const since = notBefore && notBefore > createdAt ? notBefore : createdAt;
    const group = groupSenderOf(to, platforms);
    const platform = group ? groupsOf(group.platform) : person && accountOf(person, platforms)?.platform.name;
    return { key, to, kind, urgency, op, since, platform };
  });
  const quiet = await sources.quiet(now);
  return {
    waiting,
    now,
    sentTo,
    lists: sources.lists,
    platforms: await platformStates(sources, now),
    gatherings: await gatheringsOf(sources, recipients, people, now),
    quietUntil: quiet.until,
    quietHolds: quiet.holds,
  };
}

/** What those of the recipients who lead people got today without having asked for it. */
async function gatheringsOf(
  { outbox, gathering }: PolicySources,
  recipients: readonly string[],
  people: ReadonlyMap<string, Colleague>,
  now: Date,
): Promise<Map<string, Gathering>> {
  const { everyMs, perDay, dayBegins, dayEnds, nextDay } = await gathering(now);
  const found = new Map<string, Gathering>();
  for (const to of recipients) {
    const role = people.get(to)?.role;
    const messages = role && perDay[role];
    if (!messages) continue;
    const sent = await outbox.sentSince([to], dayBegins);
    const sentToday = sent.filter((one) => one.unasked).map(({ sentAt }) => sentAt);
    found.set(to, { everyMs, perDay: messages, sentToday, dayEnds, nextDay });
  }
  return found;
}

/** The first connected platform a person is on, and who they are there. */
export function accountOf(
  person: Colleague,
  platforms: readonly Sender[],
): { platform: Sender; userId: string } | undefined {
  for (const platform of platforms) {
    const account = person.accounts.find((a) => a.platform === platform.name);
    if (account) return { platform, userId: account.userId };
  }
  return undefined;
}

async function platformStates(
  { outbox, platforms }: PolicySources,
  now: Date,
): Promise<Map<string, PlatformState>> {
  const states = new Map<string, PlatformState>();
  for (const platform of platforms) {
    const { name } = platform;
    const { limits } = platform.capabilities;
    const period = limits.quota && periodOf(limits.quota.per, now);
    const sentInPeriod =
      period && (await (platform.usedSince?.(period.begins) ?? outbox.countSent(name, period.begins)));
    states.set(name, { limits, sentInPeriod, period });
    if (platform.groups) states.set(groupsOf(platform), { limits: platform.groups.limits });
  }
  return states;
}
