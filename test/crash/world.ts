import type { Connection } from 'mongoose';
import type { Effect } from '../../src/core/effect.ts';
import type { Customer } from '../../src/domain/customer.ts';
import type { ImportProgress } from '../../src/domain/intake/import.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import type { Person } from '../../src/domain/people/person.ts';
import type { AuditEntry } from '../../src/stores/audit.ts';
import type { InboxRow } from '../../src/stores/inbox.ts';
import type { JobRun } from '../../src/stores/job-runs.ts';
import type { OutboxRow } from '../../src/stores/outbox.ts';
import type { SimulatorMail, SimulatorMessage } from '../../src/stores/simulator.ts';

/** Everything the database holds, read past the product's own stores. */
export interface World {
  now: Date;
  installedAt: Date;
  people: Person[];
  leads: Lead[];
  customers: Customer[];
  interactions: Interaction[];
  inbox: InboxRow[];
  outbox: OutboxRow[];
  audit: AuditEntry[];
  /** Ids of the routing decisions whose tables are kept. */
  decisions: ReadonlySet<string>;
  jobRuns: JobRun[];
  imports: ImportProgress[];
  messages: SimulatorMessage[];
  mails: SimulatorMail[];
  effects: { doc: string; effect: Effect }[];
}

export async function readWorld(connection: Connection, now: Date): Promise<World> {
  const { db } = connection;
  if (!db) throw new Error('not connected');
  const all = async <T>(name: string) => (await db.collection(name).find().toArray()) as unknown as T[];
  const [leads, customers, interactions] = [
    await all<Lead>('leads'),
    await all<Customer>('customers'),
    await all<Interaction>('interactions'),
  ];
  const settings = await all<{ _id: string; value: unknown }>('settings');
  return {
    now,
    installedAt: settings.find((row) => row._id === 'installed-at')?.value as Date,
    leads,
    customers,
    interactions,
    people: await all('people'),
    inbox: await all('inbox'),
    outbox: await all('outbox'),
    audit: await all('audit'),
    decisions: new Set((await all<{ _id: string }>('decisions')).map(({ _id }) => _id)),
    jobRuns: await all('job-runs'),
    imports: await all('imports'),
    messages: await all('simulator-messages'),
    mails: await all('simulator-mails'),
    effects: [...leads, ...customers, ...interactions].flatMap((doc) =>
      doc.effects.map((effect) => ({ doc: doc._id, effect })),
    ),
  };
}
