import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { MakeId } from '../core/ids.ts';
import { type Aggregate, AggregateStore } from './aggregate.ts';
import { ApiKeyStore } from './api-keys.ts';
import { AskingStore } from './askings.ts';
import { AuditStore } from './audit.ts';
import { CalendarStore } from './calendar.ts';
import { CounterStore } from './counters.ts';
import { CustomerStore } from './customers.ts';
import { DecisionStore } from './decisions.ts';
import { DingtalkStore } from './dingtalk.ts';
import { DocumentStore } from './documents.ts';
import { FactStore } from './facts.ts';
import { FileStore } from './files.ts';
import { IdempotencyStore } from './idempotency.ts';
import { ImportStore } from './imports.ts';
import { InboxStore } from './inbox.ts';
import { InteractionStore } from './interactions.ts';
import { JobRunStore } from './job-runs.ts';
import { LeadStore } from './leads.ts';
import { LeaseStore } from './leases.ts';
import { MethodChangeStore } from './method-changes.ts';
import { OrderStore } from './orders.ts';
import { OutboxStore } from './outbox.ts';
import { PeopleStore } from './people.ts';
import { PlaybookStore } from './playbooks.ts';
import { ReportStore } from './reports.ts';
import { ScriptUseStore } from './script-uses.ts';
import { SessionStore } from './sessions.ts';
import { SettingStore } from './settings.ts';
import { SimulatorStore } from './simulator.ts';
import { WecomStore } from './wecom.ts';

export type Stores = ReturnType<typeof createStores>;

/** Every collection there is, over one connection; files go below `dataDir`. */
export function createStores(connection: Connection, dataDir: string, makeId: MakeId) {
  return {
    leads: new LeadStore(connection),
    customers: new CustomerStore(connection),
    interactions: new InteractionStore(connection),
    scriptUses: new ScriptUseStore(connection),
    orders: new OrderStore(connection),
    people: new PeopleStore(connection),
    inbox: new InboxStore(connection),
    outbox: new OutboxStore(connection),
    decisions: new DecisionStore(connection, makeId),
    apiKeys: new ApiKeyStore(connection),
    askings: new AskingStore(connection),
    audit: new AuditStore(connection),
    facts: new FactStore(connection),
    calendar: new CalendarStore(connection),
    jobRuns: new JobRunStore(connection),
    playbooks: new PlaybookStore(connection),
    methodChanges: new MethodChangeStore(connection),
    reports: new ReportStore(connection),
    imports: new ImportStore(connection),
    documents: new DocumentStore(connection),
    files: new FileStore(connection, join(dataDir, 'files'), makeId),
    sessions: new SessionStore(connection),
    simulator: new SimulatorStore(connection),
    wecom: new WecomStore(connection),
    dingtalk: new DingtalkStore(connection),
    counters: new CounterStore(connection),
    leases: new LeaseStore(connection),
    settings: new SettingStore(connection),
    idempotency: new IdempotencyStore(connection),
  };
}

/** What the relay needs of a store: documents that carry effects. */
type WithEffects = Pick<AggregateStore<Aggregate>, 'get' | 'withEffects' | 'settle'>;

/** Every store of records that cause something, so that what a new kind causes moves as soon as it is listed above. */
export function aggregatesOf(stores: Stores): WithEffects[] {
  return Object.values(stores).filter((store) => store instanceof AggregateStore);
}
