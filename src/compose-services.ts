import type { Clock } from './core/clock.ts';
import type { Leases } from './core/leases.ts';
import type { Logger } from './core/logger.ts';
import type { Metrics } from './metrics.ts';
import type { Relay } from './outbox/relay.ts';
import type { Platform } from './platforms/platform.ts';
import { AssignService } from './services/assign.ts';
import { Auditor } from './services/auditor.ts';
import { CalendarJobs } from './services/calendar-jobs.ts';
import { Changes } from './services/changes.ts';
import { ClockService } from './services/clocks.ts';
import { CorrectionService } from './services/corrections.ts';
import { Directory } from './services/directory.ts';
import { DirectorySync } from './services/directory-sync.ts';
import { ExportService } from './services/exports.ts';
import { FollowUpService } from './services/follow-up.ts';
import { HandoverService } from './services/handover.ts';
import { ImportService } from './services/imports.ts';
import { IntakeService } from './services/intake.ts';
import { NoteReader } from './services/notes.ts';
import type { Playbooks } from './services/playbooks.ts';
import { Queries } from './services/queries.ts';
import { ReportService } from './services/reports.ts';
import type { Services } from './services/services.ts';
import type { Stores } from './stores/stores.ts';

export interface ServicesInput {
  stores: Stores;
  playbooks: Playbooks;
  relay: Relay;
  metrics: Metrics;
  clock: Clock;
  log: Logger;
  leases: Leases;
  installedAt: Date;
  platforms: readonly Platform[];
  kick: () => void;
}

/** The use cases, and those of them that only the engine calls. */
export function composeServices(input: ServicesInput) {
  const { stores, playbooks, metrics, clock, log, leases, installedAt, kick } = input;
  const directory = new Directory(stores.people);
  const changes = new Changes(input.relay);
  const shared = { ...stores, playbooks, directory, changes, log, leases, clock };
  const assign = new AssignService(shared);
  const intake = new IntakeService({ ...shared, assign });
  const reports = new ReportService({ ...shared, onQueued: kick });
  const handover = new HandoverService({ ...shared, assign });
  const claims = { leases: stores.leases, owner: leases.owner };
  const sources = input.platforms.flatMap(({ name, members }) => (members ? [{ name, members }] : []));
  const directorySync = new DirectorySync({ ...shared, ...claims, handover, sources });
  const services: Services = {
    assign,
    intake,
    reports,
    directory,
    directorySync,
    playbooks,
    people: stores.people,
    imports: new ImportService({ ...shared, intake, onBegun: kick }),
    followUp: new FollowUpService(shared),
    corrections: new CorrectionService(shared),
    handover,
    notes: new NoteReader(shared),
    exports: new ExportService(shared),
    queries: new Queries(shared),
  };
  const clocks = new ClockService({
    ...shared,
    assign,
    onFired: (name, lateMs) => {
      metrics.clocksFired.inc({ clock: name });
      metrics.clockLateness.observe({ clock: name }, Math.max(0, lateMs) / 1000);
    },
  });
  const calendarJobs = new CalendarJobs({ ...shared, runs: stores.jobRuns, reports, installedAt });
  const auditor = new Auditor({
    ...shared,
    onFindings: (findings) => {
      for (const [finding, n] of Object.entries(findings)) metrics.auditFindings.set({ finding }, n);
    },
  });
  return { services, clocks, calendarJobs, auditor, directorySync };
}
