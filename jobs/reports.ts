import type { ReportRuns } from '../src/services/reports/report-runs.ts';
import type { Job } from './job.ts';

/** Makes and sends the reports whose time has come; Agenda wakes it to the minute, a lost wake-up costs seconds. */
export function reports({ reportRuns }: { reportRuns: ReportRuns }): Job {
  return {
    name: 'reports',
    everyMs: 30_000,
    run: () => reportRuns.sweep(),
    nextDueAt: () => reportRuns.nextDueAt(),
    appointments: () => reportRuns.appointments(),
  };
}
