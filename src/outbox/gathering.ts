import type { Gathering, PolicyInput, Waiting } from './policy-facts.ts';

/** The card that gathers, by its kind. */
export const GATHERED_AS = 'reminders';

/** The kinds of cards that are gathered for who leads people. */
export const GATHERED: ReadonlySet<string> = new Set([
  'first-touch-due',
  'escalation',
  'follow-up-due',
  'stalled',
  'rerouted',
  'alert',
]);

export interface Gathered {
  /** May go now: by itself, or with the others as one card. */
  now: Waiting[];
  hold: Waiting[];
  until: Date;
}

/**
 * Splits off what is gathered for this person.
 * @returns null when nothing of the kind waits
 */
export function gather(messages: readonly Waiting[], gathering: Gathering, now: Date): Gathered | null {
  const own = messages.filter(
    (m) => m.op === 'send' && m.urgency !== 'reply' && m.platform !== undefined && GATHERED.has(m.kind),
  );
  if (!own.length) return null;
  // A card that is about to go counts like one that went.
  const going = messages.some((m) => m.kind === GATHERED_AS);
  const sent = going ? [...gathering.sentToday, now] : gathering.sentToday;
  const until = nextCard({ ...gathering, sentToday: sent }, now);
  return until <= now ? { now: own, hold: [], until } : { now: [], hold: own, until };
}

/**
 * When the next card may go: at once when there was none, then after `everyMs`. Once half of the day's messages are
 * spent the rest is spread over what is left of the day, the last at its end; when all are, tomorrow.
 */
export function nextCard({ everyMs, perDay, sentToday, dayEnds, nextDay }: Gathering, now: Date): Date {
  const last = sentToday.at(-1);
  const left = perDay - sentToday.length;
  if (!last) return now;
  if (left <= 0) return nextDay;
  const spread = sentToday.length < perDay / 2 ? 0 : (dayEnds.getTime() - last.getTime()) / left;
  return new Date(last.getTime() + Math.max(everyMs, spread));
}

/** Applies the gathering of a person to their messages. @returns what is left for the other rules */
export function gatherFor(
  to: string,
  messages: Waiting[],
  { gatherings, now }: Pick<PolicyInput, 'gatherings' | 'now'>,
  result: {
    send: string[];
    hold: { keys: string[]; until: Date; why: string }[];
    bundle: { to: string; keys: string[]; as: string }[];
  },
): Waiting[] {
  const gathering = gatherings?.get(to);
  const gathered = gathering && gather(messages, gathering, now);
  if (!gathered) return messages;
  const keys = (some: Waiting[]) => some.map(({ key }) => key);
  const { hold, until } = gathered;
  if (hold.length) result.hold.push({ keys: keys(hold), until, why: 'gathered into one card' });
  const [only, ...more] = gathered.now;
  if (only && !more.length) result.send.push(only.key);
  else if (only) result.bundle.push({ to, keys: keys(gathered.now), as: GATHERED_AS });
  const taken = new Set([...hold, ...gathered.now]);
  return messages.filter((m) => !taken.has(m));
}
