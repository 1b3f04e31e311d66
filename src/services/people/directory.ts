import type { Colleague, Person } from '../../domain/people/person.ts';
import { type Scope, scopeOf } from '../../domain/people/scope.ts';
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
