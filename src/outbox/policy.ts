import type { Urgency } from '../core/message.ts';

/** What the policy needs to know of a waiting message. */
export interface Waiting {
  key: string;
  to: string;
  urgency: Urgency;
  op: 'send' | 'edit';
}

export interface PolicyInput {
  /** In the order in which they should go: most urgent, then oldest. */
  waiting: readonly Waiting[];
  now: Date;
  /** When messages went to each person within the last hour, oldest first. */
  sentTo: ReadonlyMap<string, readonly Date[]>;
  limits: { perPersonMinute: number; perPersonHour: number };
  /** Until when it is quiet for everybody; null when it is not. */
  quietUntil: Date | null;
  /** What waits for the end of quiet hours. */
  quietHolds: ReadonlySet<Urgency>;
}

export interface Plan {
  /** May go now. */
  send: string[];
  hold: { keys: string[]; until: Date; why: string }[];
  /** One message instead of these, per person: over the limits they would not all get through. */
  bundle: { to: string; keys: string[] }[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Below this many a bundle saves nothing. */
const WORTH_BUNDLING = 3;
/** Of a minute's budget: a list of a thousand leads must not leave a new lead waiting for the next minute. */
const KEPT_FOR_URGENT = 1 / 3;

/**
 * Decides what of the outbox goes out now (DESIGN.md 3.6): quiet hours, a budget per person, bundling of what is
 * over it. Pure, so that every rule has a table of cases. Replies are never held; nothing is ever dropped here.
 */
export function plan(input: PolicyInput): Plan {
  const result: Plan = { send: [], hold: [], bundle: [] };
  const awake = holdForQuiet(input, result);
  for (const [to, messages] of byPerson(awake)) planPerson(to, messages, input, result);
  return result;
}

function holdForQuiet(input: PolicyInput, result: Plan): Waiting[] {
  const { quietUntil, quietHolds, waiting } = input;
  if (!quietUntil) return [...waiting];
  const held = waiting.filter((m) => m.op === 'send' && quietHolds.has(m.urgency));
  if (held.length) result.hold.push({ keys: held.map((m) => m.key), until: quietUntil, why: 'quiet hours' });
  const heldKeys = new Set(held.map((m) => m.key));
  return waiting.filter((m) => !heldKeys.has(m.key));
}

function byPerson(messages: readonly Waiting[]): Map<string, Waiting[]> {
  const people = new Map<string, Waiting[]>();
  for (const message of messages) people.set(message.to, [...(people.get(message.to) ?? []), message]);
  return people;
}

function planPerson(to: string, messages: Waiting[], input: PolicyInput, result: Plan): void {
  const { now, limits } = input;
  const sent = input.sentTo.get(to) ?? [];
  const room = roomFor(sent, now, limits);
  // A changed card replaces one already there and costs no new message; an answer is what the person waits for.
  const free = messages.filter((m) => m.op === 'edit' || m.urgency === 'reply');
  const counted = messages.filter((m) => m.op === 'send' && m.urgency !== 'reply');
  result.send.push(...free.map((m) => m.key));
  const urgent = counted.filter((m) => m.urgency === 'urgent');
  const calm = counted.filter((m) => m.urgency !== 'urgent');
  share(to, urgent, room, input, result);
  const kept = Math.floor(limits.perPersonMinute * KEPT_FOR_URGENT);
  share(to, calm, Math.max(0, room - Math.max(urgent.length, kept)), input, result);
}

/** Spends `room` on one person's messages of a kind: what does not fit becomes one bundle, or waits. */
function share(to: string, counted: Waiting[], room: number, input: PolicyInput, result: Plan): void {
  const { now, limits } = input;
  const sent = input.sentTo.get(to) ?? [];
  if (counted.length <= room) {
    result.send.push(...counted.map((m) => m.key));
    return;
  }
  const bundleable = counted.slice(Math.max(0, room - 1));
  if (room >= 1 && bundleable.length >= WORTH_BUNDLING) {
    result.send.push(...counted.slice(0, room - 1).map((m) => m.key));
    result.bundle.push({ to, keys: bundleable.map((m) => m.key) });
    return;
  }
  result.send.push(...counted.slice(0, room).map((m) => m.key));
  result.hold.push({
    keys: counted.slice(room).map((m) => m.key),
    until: nextRoom(sent, now, limits),
    why: 'budget of the person',
  });
}

function roomFor(sent: readonly Date[], now: Date, limits: PolicyInput['limits']): number {
  const inMinute = sent.filter((at) => now.getTime() - at.getTime() < MINUTE_MS).length;
  const inHour = sent.filter((at) => now.getTime() - at.getTime() < HOUR_MS).length;
  return Math.max(0, Math.min(limits.perPersonMinute - inMinute, limits.perPersonHour - inHour));
}

/** When the oldest message that fills a limit leaves its window; a minute from now when there is none yet. */
function nextRoom(sent: readonly Date[], now: Date, limits: PolicyInput['limits']): Date {
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
