import type { ReportRuns } from '../src/services/reports/report-runs.ts';
import type { Job } from './job.ts';

/** Makes and sends the reports whose time has come. */
export function reports({ reportRuns }: { reportRuns: ReportRuns }): Job {
  return { name: 'reports', run: () => reportRuns.sweep(), nextDueAt: () => reportRuns.nextDueAt() };
}
