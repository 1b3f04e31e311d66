import { type Colleague, managersOf, type Person } from '../../domain/people/person.ts';
import { type Scope, scopeOf } from '../../domain/people/scope.ts';
import type { Recipient } from '../../domain/playbook/clocks.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { PeopleStore } from '../../stores/people.ts';

/** Where the fields of the playbook in force come from. */
interface FieldsInForce {
  current(): Promise<{ playbook: Pick<Playbook, 'fields'> }>;
}

/** Who is who: people by id and account, whom a message for "the manager" goes to, what a person may see. */
export class Directory {
  private readonly people: PeopleStore;
  private readonly playbooks: FieldsInForce;
  private known: { revision: number; people: ReadonlyMap<string, Colleague> } | undefined;

  constructor(people: PeopleStore, playbooks: FieldsInForce) {
    this.people = people;
    this.playbooks = playbooks;
  }

  /**
   * Everybody by id. Read anew only when the directory has changed, whoever changed it: it is asked for several times
   * for each lead and message. What people carry is not in it, it changes with each of them.
   */
  async map(): Promise<ReadonlyMap<string, Colleague>> {
    const revision = await this.people.revision();
    if (this.known?.revision !== revision) {
      const people = new Map((await this.people.all()).map((person) => [person._id, person]));
      this.known = { revision, people };
    }
    return this.known.people;
  }

  async byAccount(platform: string, userId: string): Promise<Person | null> {
    return this.people.byAccount(platform, userId);
  }

  async scope(person: Colleague): Promise<Scope> {
    const { playbook } = await this.playbooks.current();
    return scopeOf(person, (await this.map()).values(), playbook.fields);
  }
}

/**
 * The people a playbook's recipients stand for, without repeats. For a lead nobody owns, `manager` is whoever
 * leads its region, the nearest level first; with nobody there, the director.
 */
export function resolveRecipients(
  recipients: readonly Recipient[],
  lead: { ownerId?: string | undefined; region?: string | undefined },
  people: ReadonlyMap<string, Colleague>,
): string[] {
  const owner = lead.ownerId ? people.get(lead.ownerId) : undefined;
  const chain = owner ? managersOf(owner, people) : regionChain(lead.region, people);
  const found: Record<Recipient, (string | undefined)[]> = {
    owner: [owner?.active ? owner._id : undefined],
    manager: [chain[0]?._id],
    'manager-of-manager': [(chain[1] ?? chain[0])?._id],
    director: withRole(people, 'director'),
    marketing: withRole(people, 'marketing'),
    finance: withRole(people, 'finance'),
    admin: withRole(people, 'admin'),
  };
  const ids = recipients.flatMap((recipient) => found[recipient]);
  return [...new Set(ids.filter((id): id is string => id !== undefined))];
}

function withRole(people: ReadonlyMap<string, Colleague>, role: Person['role']): string[] {
  return [...people.values()].filter((p) => p.active && p.role === role).map((p) => p._id);
}

/** Who answers for a region, from the team lead up. */
function regionChain(region: string | undefined, people: ReadonlyMap<string, Colleague>): Colleague[] {
  const leads = (role: Person['role']) =>
    [...people.values()].filter(
      (p) => p.active && p.role === role && (!region || !p.regions.length || p.regions.includes(region)),
    );
  const [first] = [...leads('team-lead'), ...leads('regional-manager'), ...leads('director')];
  return first ? [first, ...managersOf(first, people)] : [];
}
