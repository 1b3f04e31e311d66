import type { Limits } from '../platforms/platform.ts';
import { gatherFor } from './gathering.ts';
import type { PlatformState, PolicyInput, Waiting } from './policy-facts.ts';
import { save } from './quota-saving.ts';

export interface Plan {
  /** May go now. */
  send: string[];
  hold: { keys: string[]; until: Date; why: string }[];
  /** One message instead of these, per person: over the limits they would not all get through. */
  bundle: { to: string; keys: string[]; as: string }[];
}

type Budget = Pick<Limits, 'perPersonMinute' | 'perPersonHour'>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Below this many a bundle saves nothing. */
const WORTH_BUNDLING = 3;
/** What one bundle shows in full. */
const BUNDLE_LINES = 20;
/** Of a person's budget: a list of a thousand leads must not leave a new lead waiting for the next minute. */
const KEPT_FOR_URGENT = 1 / 3;
/** The share of a quota that anything may use. */
const FOR_EVERYTHING = 0.9;

/**
 * Decides what of the outbox goes out now: quiet hours, the busiest minutes, the platform's quota and
 * its saving, a budget per person, bundling of what is over it. Pure, so that every rule has a table of cases.
 * Answers are held only when a quota is used up; nothing is ever dropped here.
 */
export function plan(input: PolicyInput): Plan {
  const result: Plan = { send: [], hold: [], bundle: [] };
  const awake = holdForQuiet(input, result);
  const calm = holdForBusyMinute(awake, input, result);
  const affordable = holdForQuota(calm, input, result);
  const spared = saveQuota(affordable, input, result);
  for (const [to, messages] of byPerson(spared)) {
    planPerson(to, gatherFor(to, messages, input, result), input, result);
  }
  return result;
}

function holdForQuiet(input: PolicyInput, result: Plan): Waiting[] {
  const { quietUntil, quietHolds, waiting } = input;
  if (!quietUntil) return [...waiting];
  return holdIf(
    waiting,
    (m) => m.op === 'send' && quietHolds.has(m.urgency),
    result,
    quietUntil,
    'quiet hours',
  );
}

/** Digests of the whole world go out on the hour; ours a minute later, spread over that minute by their order. */
function holdForBusyMinute(waiting: Waiting[], { now, platforms }: PolicyInput, result: Plan): Waiting[] {
  // Minutes of the hour are the same in every time zone with whole hours, China's among them.
  const minute = now.getUTCMinutes();
  const busy = (m: Waiting) =>
    m.op === 'send' &&
    m.urgency === 'digest' &&
    (stateOf(m, platforms)?.limits.avoidMinutes ?? []).includes(minute);
  const next = new Date((Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS);
  return holdIf(waiting, busy, result, next, 'busy minute');
}

function holdForQuota(waiting: Waiting[], { platforms }: PolicyInput, result: Plan): Waiting[] {
  let kept = waiting;
  for (const [name, { limits, sentInPeriod = 0, period }] of platforms) {
    if (!limits.quota || !period) continue;
    const left = limits.quota.messages - sentInPeriod;
    const leftForAll = Math.floor(limits.quota.messages * FOR_EVERYTHING) - sentInPeriod;
    let [first, rest] = [left, leftForAll];
    const over = (m: Waiting) => {
      if (m.platform !== name || m.op === 'edit') return false;
      const privileged = m.urgency === 'reply' || m.urgency === 'urgent';
      if (privileged ? first <= 0 : Math.min(first, rest) <= 0) return true;
      first--;
      rest--;
      return false;
    };
    kept = holdIf(kept, over, result, period.ends, `quota of the ${limits.quota.per}`);
  }
  return kept;
}

function saveQuota(waiting: Waiting[], input: PolicyInput, result: Plan): Waiting[] {
  const { bundle, hold } = save(waiting, input, BUNDLE_LINES);
  for (const { to, keys } of bundle) result.bundle.push({ to, keys, as: 'bundle' });
  for (const { keys, until } of hold) result.hold.push({ keys, until, why: 'waits for the next digest' });
  const taken = new Set([...bundle, ...hold].flatMap(({ keys }) => keys));
  return waiting.filter(({ key }) => !taken.has(key));
}

function holdIf(
  waiting: readonly Waiting[],
  isHeld: (message: Waiting) => boolean,
  result: Plan,
  until: Date,
  why: string,
): Waiting[] {
  const held = new Set(waiting.filter(isHeld));
  if (held.size) result.hold.push({ keys: [...held].map((m) => m.key), until, why });
  return waiting.filter((m) => !held.has(m));
}

function stateOf(message: Waiting, platforms: PolicyInput['platforms']): PlatformState | undefined {
  return message.platform === undefined ? undefined : platforms.get(message.platform);
}

function byPerson(messages: readonly Waiting[]): Map<string, Waiting[]> {
  const people = new Map<string, Waiting[]>();
  for (const message of messages) people.set(message.to, [...(people.get(message.to) ?? []), message]);
  return people;
}

function planPerson(to: string, messages: Waiting[], input: PolicyInput, result: Plan): void {
  const { now } = input;
  const sent = (input.sentTo.get(to) ?? []).map(({ at }) => at);
  // A changed card replaces one already there and costs no new message; an answer is what the person waits for.
  const isFree = (m: Waiting) => m.op === 'edit' || m.urgency === 'reply' || !stateOf(m, input.platforms);
  const free = messages.filter(isFree);
  result.send.push(...free.map((m) => m.key));
  const counted = withoutListed(to, messages, input, result).filter((m) => !isFree(m));
  const [first] = counted;
  const limits = first && stateOf(first, input.platforms)?.limits;
  if (!limits) return;
  const urgent = counted.filter((m) => m.urgency === 'urgent');
  share({ to, messages: urgent, sent, limits, now, taken: 0 }, result);
  const calm = counted.filter((m) => m.urgency !== 'urgent');
  share({ to, messages: calm, sent, limits: withoutKept(limits), now, taken: urgent.length }, result);
}

/** Takes out what comes in numbers and has a card for many: that one goes out instead, and the next one not at once. */
function withoutListed(to: string, messages: Waiting[], input: PolicyInput, result: Plan): Waiting[] {
  const { now, lists } = input;
  let rest = messages;
  for (const list of new Map([...lists.values()].map((listing) => [listing.card, listing])).values()) {
    const listed = ({ kind }: { kind: string }) => lists.get(kind)?.card === list.card;
    const own = rest.filter((m) => listed(m) && m.op === 'send' && m.urgency !== 'reply');
    if (!own.length) continue;
    const keys = own.map((m) => m.key);
    const lately = (input.sentTo.get(to) ?? []).filter((s) => now.getTime() - s.at.getTime() < list.everyMs);
    // A list that is about to go counts like one that went.
    const going = messages.some((m) => m.kind === list.card) ? now : undefined;
    const last = going ?? lately.filter(({ kind }) => kind === list.card).at(-1)?.at;
    if (last) {
      const until = new Date(last.getTime() + list.everyMs);
      result.hold.push({ keys, until, why: 'a list of them went out a moment ago' });
    } else if (own.length + lately.filter(listed).length > list.above) {
      result.bundle.push({ to, keys, as: list.card });
    } else continue;
    const taken = new Set(own);
    rest = rest.filter((m) => !taken.has(m));
  }
  return rest;
}

function withoutKept({ perPersonMinute, perPersonHour }: Budget): Budget {
  const open = (limit: number) => limit - Math.floor(limit * KEPT_FOR_URGENT);
  return { perPersonMinute: open(perPersonMinute), perPersonHour: open(perPersonHour) };
}

/** Spends a person's budget on messages of a kind: what does not fit goes into bundles, or waits. */
function share(
  asked: { to: string; messages: Waiting[]; sent: readonly Date[]; limits: Budget; now: Date; taken: number },
  result: Plan,
): void {
  const { to, messages, sent, limits, now } = asked;
  const room = Math.max(0, roomFor(sent, now, limits) - asked.taken);
  const over = messages.length - room;
  // As few bundles as will do, so that as many of the most urgent as possible go out by themselves.
  const bundles = over > 0 ? Math.min(room, Math.ceil(over / (BUNDLE_LINES - 1))) : 0;
  const alone = messages.slice(0, room - bundles);
  const bundled = messages.slice(alone.length, alone.length + bundles * BUNDLE_LINES);
  const worth = bundled.length >= WORTH_BUNDLING;
  const single = worth ? alone : messages.slice(0, room);
  result.send.push(...single.map((m) => m.key));
  for (let i = 0; worth && i < bundled.length; i += BUNDLE_LINES) {
    result.bundle.push({ to, keys: bundled.slice(i, i + BUNDLE_LINES).map((m) => m.key), as: 'bundle' });
  }
  const waiting = messages.slice(single.length + (worth ? bundled.length : 0));
  if (!waiting.length) return;
  const until = nextRoom(sent, now, limits);
  result.hold.push({ keys: waiting.map((m) => m.key), until, why: 'budget of the person' });
}

function roomFor(sent: readonly Date[], now: Date, limits: Budget): number {
  const inMinute = sent.filter((at) => now.getTime() - at.getTime() < MINUTE_MS).length;
  const inHour = sent.filter((at) => now.getTime() - at.getTime() < HOUR_MS).length;
  return Math.max(0, Math.min(limits.perPersonMinute - inMinute, limits.perPersonHour - inHour));
}

/** When the oldest message that fills a limit leaves its window; a minute from now when there is none yet. */
function nextRoom(sent: readonly Date[], now: Date, limits: Budget): Date {
  const inHour = sent.filter((at) => now.getTime() - at.getTime() < HOUR_MS);
  const inMinute = sent.filter((at) => now.getTime() - at.getTime() < MINUTE_MS);
  const hourFrees =
    inHour.length >= limits.perPersonHour ? inHour[inHour.length - limits.perPersonHour] : undefined;
  const minuteFrees =
    inMinute.length >= limits.perPersonMinute
      ? inMinute[inMinute.length - limits.perPersonMinute]
      : undefined;
  const times = [
    hourFrees ? hourFrees.getTime() + HOUR_MS : 0,
    minuteFrees ? minuteFrees.getTime() + MINUTE_MS : 0,
  ];
  const latest = Math.max(...times);
  return new Date(latest > now.getTime() ? latest : now.getTime() + MINUTE_MS);
}
