/** Whom a playbook's `to` stands for. */
import { type Colleague, managersOf, type Role } from './person.ts';

/** The people a record has, as far as it has them. */
export interface RecordPeople {
  ownerId?: string | undefined;
  /** Who has it, where that is somebody else than the owner. */
  assigneeId?: string | undefined;
  /** Who asked for it. */
  requesterId?: string | undefined;
  region?: string | undefined;
}

type People = ReadonlyMap<string, Colleague>;
/** Answers ids; of nobody, none. */
type Find = (about: RecordPeople, people: People) => (string | undefined)[];

/** Every word for recipients, and whom it finds. `person:<id>` names one more. */
const FOUND = {
  owner: ({ ownerId }, people) => [active(ownerId, people)],
  /** Of a record without an owner: whoever leads its region. */
  manager: (about, people) => [chainOf(about, people)[0]?._id],
  'manager-of-manager': (about, people) => {
    const [first, second] = chainOf(about, people);
    return [(second ?? first)?._id];
  },
  director: withRole('director'),
  marketing: withRole('marketing'),
  finance: withRole('finance'),
  service: withRole('service'),
  rnd: withRole('rnd'),
  admin: withRole('admin'),
  assignee: ({ assigneeId }, people) => [active(assigneeId, people)],
  requester: ({ requesterId }, people) => [active(requesterId, people)],
} satisfies Record<string, Find>;

export type RecipientName = keyof typeof FOUND;
export type Recipient = RecipientName | `person:${string}`;

export const RECIPIENTS = Object.keys(FOUND) as RecipientName[];

/** Whom every record has or every company; of a lead nobody but its owner is the assignee, and nobody the requester. */
export const LEAD_RECIPIENTS = RECIPIENTS.filter(
  (name): name is Exclude<RecipientName, 'assignee' | 'requester'> =>
    name !== 'assignee' && name !== 'requester',
);

/** `person:wang-min`: one person, by their id. */
export const PERSON_RECIPIENT = /^person:[\p{L}\d][\p{L}\d._-]{0,63}$/u;

/**
 * The people a playbook's recipients stand for, without repeats and without who has left. For a record nobody owns,
 * `manager` is whoever leads its region, the nearest level first; with nobody there, the director.
 */
export function resolveRecipients(
  recipients: readonly Recipient[],
  about: RecordPeople,
  people: People,
): string[] {
  const ids = recipients.flatMap((recipient) =>
    isNamed(recipient)
      ? [active(recipient.slice('person:'.length), people)]
      : FOUND[recipient](about, people),
  );
  return [...new Set(ids.filter((id): id is string => id !== undefined))];
}

function isNamed(recipient: Recipient): recipient is `person:${string}` {
  return recipient.startsWith('person:');
}

function active(id: string | undefined, people: People): string | undefined {
  return id !== undefined && people.get(id)?.active ? id : undefined;
}

function withRole(role: Role): Find {
  return (_, people) => [...people.values()].filter((p) => p.active && p.role === role).map((p) => p._id);
}

/** Who answers for a record, from its owner's manager up. */
function chainOf({ ownerId, region }: RecordPeople, people: People): Colleague[] {
  const owner = ownerId ? people.get(ownerId) : undefined;
  return owner ? managersOf(owner, people) : regionChain(region, people);
}

/** Who answers for a region, from the team lead up. */
function regionChain(region: string | undefined, people: People): Colleague[] {
  const leads = (role: Role) =>
    [...people.values()].filter(
      (p) => p.active && p.role === role && (!region || !p.regions.length || p.regions.includes(region)),
    );
  const [first] = [...leads('team-lead'), ...leads('regional-manager'), ...leads('director')];
  return first ? [first, ...managersOf(first, people)] : [];
}
