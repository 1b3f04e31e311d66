import type { CalendarJobs } from '../src/services/reports/report-runs.ts';
import type { Job } from './job.ts';

/** Makes and sends the reports whose time has come. */
export function calendarReports({ calendarJobs }: { calendarJobs: CalendarJobs }): Job {
  return { name: 'reports', run: () => calendarJobs.sweep(), nextDueAt: () => calendarJobs.nextDueAt() };
}
