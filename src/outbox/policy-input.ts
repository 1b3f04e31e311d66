import type { Urgency } from '../core/message.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { Sender } from '../platforms/platform.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';
import { groupSenderOf, groupsOf } from './groups.ts';
import type { PlatformState, PolicyInput, Sent } from './policy-facts.ts';
import { periodOf } from './quota-periods.ts';

const HOUR_MS = 3_600_000;

export interface PolicySources {
  outbox: OutboxStore;
  platforms: readonly Sender[];
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
  lists: PolicyInput['lists'];
  quiet(now: Date): Promise<{ until: Date | null; holds: ReadonlySet<Urgency> }>;
}

/** Without what only another process can send. */
export async function sentHere(
  { platforms, colleagues }: Pick<PolicySources, 'platforms' | 'colleagues'>,
  rows: OutboxRow[],
): Promise<OutboxRow[]> {
  if (!rows.length || !platforms.some((platform) => platform.sendsHere)) return rows;
  const people = await colleagues();
  return rows.filter(({ _id, to, channel }) => {
    const person = channel === 'chat' ? people.get(to) : undefined;
    const account = person && accountOf(person, platforms);
    return account?.platform.sendsHere?.(_id, account.userId) ?? true;
  });
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
    quietUntil: quiet.until,
    quietHolds: quiet.holds,
  };
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
