import type { Card } from '../../cards/model.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import type { PlatformName } from '../core/event.ts';
import { groupNamed } from '../core/group.ts';
import { maskPhones } from '../core/logger.ts';
import type { Lead } from '../domain/leads/lead.ts';
import { isLeadGroup, leadGroupMembers, leadGroupTitle } from '../domain/leads/lead-group.ts';
import { audienceOf } from '../domain/people/audience.ts';
import type { Colleague } from '../domain/people/person.ts';
import { type Gathering, type GroupSender, SendError, type Sender } from '../platforms/platform.ts';
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
    const { groups } = platform;
    if (groups && (groups.knows(name) || (groups.gathers && isLeadGroup(name)))) {
      return { platform, name, groups };
    }
  }
  return undefined;
}

/** How the send policy calls a platform's groups: limits of their own, nothing of the members' quota. */
export function groupsOf(platform: Sender): string {
  return `${platform.name}:groups`;
}

export interface AnnounceDeps {
  platforms: readonly Sender[];
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
  lead(id: string): Promise<Lead | null>;
}

/** @returns what the outbox remembers. @throws SendError */
export async function announce(
  row: OutboxRow,
  card: Card,
  now: Date,
  deps: AnnounceDeps,
): Promise<{ platform: string; providerId: string }> {
  const found = groupSenderOf(row.to, deps.platforms);
  if (!found) throw new SendError(`No connected platform knows ${row.to}`, true);
  const { platform, name, groups } = found;
  const shown = forGroup(card);
  const text = toPlainText(shown, { repliable: false });
  const gathering = isLeadGroup(name) ? await gatheringOf(name, platform.name, deps) : undefined;
  await groups.announce({ key: row._id, group: name, gathering, card: shown, text, at: now });
  return { platform: groupsOf(platform), providerId: row._id };
}

/** The group of a lead as it should be now: whoever has taken the lead over is in it. */
async function gatheringOf(
  leadId: string,
  platform: PlatformName,
  { colleagues, lead: find }: AnnounceDeps,
): Promise<Gathering> {
  const lead = await find(leadId);
  if (!lead?.group) throw new SendError(`${leadId} has no group`, true);
  const people = leadGroupMembers({ ownerId: lead.ownerId, ...lead.group }, await colleagues());
  const members = people.flatMap(({ accounts }) => {
    const account = accounts.find((one) => one.platform === platform);
    return account ? [account.userId] : [];
  });
  return { id: lead.group.id, title: maskPhones(leadGroupTitle(lead)), members };
}

/** Nobody can press anything in a group, and everybody reads along. */
function forGroup(card: Card): Card {
  const { title, emphasis, figure, facts, body, quote, state, kind, tags } = card;
  const masked = (text: string | undefined) => text && maskPhones(text);
  return {
    kind,
    title: maskPhones(title),
    emphasis: emphasis && { ...emphasis, text: maskPhones(emphasis.text) },
    figure: figure && { name: figure.name, value: maskPhones(figure.value) },
    facts: facts.map(({ name, value }) => ({ name, value: maskPhones(value) })),
    body: masked(body),
    quote: masked(quote),
    state: masked(state),
    tags,
    buttons: [],
  };
}
