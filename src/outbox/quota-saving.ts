import type { PlatformState, PolicyInput, Waiting } from './policy-facts.ts';

/** What is saved: messages that go together, and those that wait for that. */
export interface Saved {
  bundle: { to: string; keys: string[] }[];
  hold: { keys: string[]; until: Date }[];
}

const DAY_MS = 24 * 3_600_000;
/** So much of a period's quota may be used before its time. */
const HEAD_START = 0.05;
/** From here on it is short, whatever the date: changes of cards must leave room for digests. */
const ALWAYS_SHORT = 0.8;
/** At the same moment: fewer urgent messages each deserve their own. */
const URGENT_AT_ONCE = 3;

/** Is a quota used up faster than its period passes? Only where the platform says when digests go. */
export function runsShort(state: PlatformState, now: Date): boolean {
  return roomOf(state, now) < 0;
}

/** How much may be used by now; less than nothing when more has been. */
function roomOf({ limits, sentInPeriod = 0, period }: PlatformState, now: Date): number {
  const { quota } = limits;
  if (!quota?.digestsAt?.length || !period) return Number.POSITIVE_INFINITY;
  const passed =
    (now.getTime() - period.begins.getTime()) / (period.ends.getTime() - period.begins.getTime());
  return quota.messages * Math.min(passed + HEAD_START, ALWAYS_SHORT) - sentInPeriod;
}

/**
 * Where a quota runs short: what is no hurry waits for the next digest, in which a person's messages are one; what is
 * urgent goes at once, but together if it is much at the same moment. Changes of cards nobody has just tapped get what
 * is left over: one made late shows the state of then, and a card that is tapped before is brought up to date by that.
 */
export function save(waiting: readonly Waiting[], input: PolicyInput, maxLines: number): Saved {
  const { now, platforms, lists } = input;
  const hold: Saved['hold'] = [];
  const rooms = new Map<string, number>();
  const together = new Map<string, { to: string; keys: string[]; atLeast: number }>();
  for (const { key, to, kind, urgency, op, since, platform } of waiting) {
    const state = platform === undefined ? undefined : platforms.get(platform);
    if (!state || platform === undefined || urgency === 'reply' || urgency === 'digest') continue;
    const room = rooms.get(platform) ?? roomOf(state, now);
    rooms.set(platform, op === 'edit' ? room - 1 : room);
    if (op === 'edit' ? room > 0 : !runsShort(state, now)) continue;
    const { last, next } = digestsAround(now, state);
    const isUrgent = urgency === 'urgent';
    if (op === 'edit' || (!isUrgent && since >= last)) hold.push({ keys: [key], until: next });
    // What is urgent and comes in numbers may have a card of its own for that.
    else if (!(isUrgent && lists.has(kind))) {
      const group = `${to} ${isUrgent}`;
      const known = together.get(group) ?? { to, keys: [], atLeast: isUrgent ? URGENT_AT_ONCE : 2 };
      known.keys.push(key);
      together.set(group, known);
    }
  }
  const bundle = [...together.values()].flatMap(({ to, keys, atLeast }) =>
    chunks(keys, maxLines).flatMap((some) => (some.length < atLeast ? [] : [{ to, keys: some }])),
  );
  return { bundle, hold };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

/** The digest that went last and the one that comes next. China has no summer time. */
function digestsAround(now: Date, { limits }: PlatformState): { last: Date; next: Date } {
  const today = Math.floor((now.getTime() + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS;
  const times = (limits.quota?.digestsAt ?? []).flatMap((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    const at = today + (hours * 60 + minutes) * 60_000;
    return [at - DAY_MS, at, at + DAY_MS];
  });
  const last = Math.max(...times.filter((at) => at <= now.getTime()));
  const next = Math.min(...times.filter((at) => at > now.getTime()));
  return { last: new Date(last), next: new Date(next) };
}

const CHINA_MS = 8 * 3_600_000;
