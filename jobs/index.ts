import type { EventIngress } from '../src/inbox/ingress.ts';
import type { Relay } from '../src/outbox/relay.ts';
import type { OutboxSender } from '../src/outbox/sender.ts';
import type { Auditor } from '../src/services/auditor.ts';
import type { ClockService } from '../src/services/clocks.ts';
import type { DocumentService } from '../src/services/documents/documents.ts';
import type { ImportService } from '../src/services/leads/imports.ts';
import type { DirectorySync } from '../src/services/people/directory-sync.ts';
import type { ReportRuns } from '../src/services/reports/report-runs.ts';
import type { InboxStore } from '../src/stores/inbox.ts';
import type { OutboxStore } from '../src/stores/outbox.ts';
import { clockSweep } from './clock-sweep.ts';
import { type Backups, dailyBackup } from './daily-backup.ts';
import { directory } from './directory.ts';
import { importSlice } from './import-slice.ts';
import { inboxSweep } from './inbox-sweep.ts';
import type { Job } from './job.ts';
import { outboxPump } from './outbox-pump.ts';
import { readDocuments } from './read-documents.ts';
import { relaySweep } from './relay-sweep.ts';
import { reports } from './reports.ts';
import { selfCheck } from './self-check.ts';

export interface JobDeps {
  ingress: EventIngress;
  inbox: InboxStore;
  relay: Relay;
  clocks: ClockService;
  reportRuns: ReportRuns;
  imports: ImportService;
  documents: DocumentService;
  sender: OutboxSender;
  outbox: OutboxStore;
  auditor: Auditor;
  directorySync: DirectorySync;
  backups: Backups;
}

/** Every job, in the order of one engine cycle: what comes in, what falls due, then what goes out. */
export function createJobs(deps: JobDeps): Job[] {
  return [
    directory(deps),
    inboxSweep(deps),
    relaySweep(deps),
    clockSweep(deps),
    reports(deps),
    importSlice(deps),
    readDocuments(deps),
    outboxPump(deps),
    selfCheck(deps),
    dailyBackup(deps),
  ];
}
