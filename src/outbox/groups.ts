import type { Card } from '../../cards/model.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import { groupNamed } from '../core/group.ts';
import { maskPhones } from '../core/logger.ts';
import { audienceOf } from '../domain/audience.ts';
import type { Colleague } from '../domain/person.ts';
import { type GroupSender, SendError, type Sender } from '../platforms/platform.ts';
import type { OutboxRow } from '../stores/outbox.ts';

/** Everybody, and the group a message goes to. */
export function recipientOf(to: string, people: ReadonlyMap<string, Colleague>): Colleague | undefined {
  const name = groupNamed(to);
  return name === undefined ? people.get(to) : audienceOf(name);
}

/** The platform that announces to this group. */
export function groupSenderOf(
  to: string,
  platforms: readonly Sender[],
): { platform: Sender; name: string; groups: GroupSender } | undefined {
  const name = groupNamed(to);
  if (name === undefined) return undefined;
  for (const platform of platforms) {
    if (platform.groups?.knows(name)) return { platform, name, groups: platform.groups };
  }
  return undefined;
}

/** How the send policy calls a platform's groups: limits of their own, nothing of the members' quota. */
export function groupsOf(platform: Sender): string {
  return `${platform.name}:groups`;
}

/** @returns what the outbox remembers. @throws SendError */
export async function announce(
  row: OutboxRow,
  card: Card,
  now: Date,
  platforms: readonly Sender[],
): Promise<{ platform: string; providerId: string }> {
  const found = groupSenderOf(row.to, platforms);
  if (!found) throw new SendError(`No connected platform knows ${row.to}`, true);
  const { platform, name, groups } = found;
  const shown = forGroup(card);
  const text = toPlainText(shown, { repliable: false });
  await groups.announce({ key: row._id, group: name, card: shown, text, at: now });
  return { platform: groupsOf(platform), providerId: row._id };
}

/** Nobody can press anything in a group, and everybody reads along. */
function forGroup(card: Card): Card {
  const { title, emphasis, facts, body, quote, state, kind, tags } = card;
  const masked = (text: string | undefined) => text && maskPhones(text);
  return {
    kind,
    title: maskPhones(title),
    emphasis: emphasis && { ...emphasis, text: maskPhones(emphasis.text) },
    facts: facts.map(({ name, value }) => ({ name, value: maskPhones(value) })),
    body: masked(body),
    quote: masked(quote),
    state: masked(state),
    tags,
    buttons: [],
  };
}
