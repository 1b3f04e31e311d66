import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import { LEASE_MS, type Leases } from '../../core/leases.ts';
import type { Logger } from '../../core/logger.ts';
import { shiftDay } from '../../domain/calendar/calendar.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { ReportRule } from '../../domain/playbook/reports.ts';
import { definitionOf } from '../../domain/reports/index.ts';
import { BACKFILL_DAYS, days, fallsOn, LOOK_AHEAD_DAYS, type Period } from '../../domain/reports/periods.ts';
import type { JobRunStore } from '../../stores/job-runs.ts';
import type { Playbooks } from '../playbooks.ts';
import type { ReportService } from './reports.ts';

export interface ReportRunDeps {
  runs: JobRunStore;
  reports: ReportService;
  playbooks: Playbooks;
  clock: Clock;
  log: Logger;
  leases: Leases;
  /** Nothing that was due before the product was installed is made up for. */
  installedAt: Date;
}

const RETRY_MS = 60_000;
const MAX_ATTEMPTS = 5;
/** Later than this the report says that it comes late. */
const LATE_MS = 30 * 60_000;

/** Runs reports when they fall due: a row per rule and period, so that each is made once, and none is lost. */
export class ReportRuns {
  private readonly deps: ReportRunDeps;

  constructor(deps: ReportRunDeps) {
    this.deps = deps;
  }

  /** Runs every period that is due and not yet done. @returns how many ran */
  async sweep(): Promise<number> {
    const now = this.deps.clock.now();
    const version = await this.deps.playbooks.current();
    let ran = 0;
    for (const rule of version.playbook.reports) {
      for (const period of await this.duePeriods(rule, version, now)) {
        if (await this.run(rule, period, now)) ran++;
      }
    }
    return ran;
  }

  /** The next moment at which a report falls due after `now`, or null. */
  async nextDueAt(): Promise<Date | null> {
    const now = this.deps.clock.now();
    const version = await this.deps.playbooks.current();
    const today = calendarOf(version.playbook).dayKey(now);
    const times = version.playbook.reports.flatMap((rule) =>
      days(today, LOOK_AHEAD_DAYS[periodOf(rule)])
        .map((day) => reportDue(rule, day, version))
        .filter((at): at is Date => at !== null && at > now),
    );
    return times.length ? new Date(Math.min(...times.map(Number))) : null;
  }

  /** When Agenda is to wake the reports, by the playbook in force. */
  async appointments(): Promise<{ name: string; cron: string; timeZone: string }[]> {
    const { playbook } = await this.deps.playbooks.current();
    const { timeZone } = playbook.calendar;
    return playbook.reports.map(({ id, at }) => {
      const [hour, minute] = at.split(':').map(Number);
      return { name: `report:${id}`, cron: `${minute} ${hour} * * *`, timeZone };
    });
  }

  private async duePeriods(rule: ReportRule, version: PlaybookVersion, now: Date) {
    const today = calendarOf(version.playbook).dayKey(now);
    const last = await this.deps.runs.last(rule.id);
    const unfinished = (await this.deps.runs.unfinished(now)).filter((run) => run.name === rule.id);
    const lookBack = BACKFILL_DAYS[periodOf(rule)];
    const fresh = days(shiftDay(today, 1 - lookBack), lookBack).flatMap((day) => {
      const dueAt = reportDue(rule, day, version);
      const missed = dueAt && dueAt <= now && dueAt > this.deps.installedAt && (!last || day > last.period);
      return missed ? [{ day, dueAt }] : [];
    });
    return [...unfinished.map((run) => ({ day: run.period, dueAt: run.dueAt })), ...fresh];
  }

  private async run(rule: ReportRule, period: { day: string; dueAt: Date }, now: Date): Promise<boolean> {
    const { runs, leases, log } = this.deps;
    const claim = { name: rule.id, period: period.day, dueAt: period.dueAt };
    const row = await runs.claim(claim, leases.owner, now, LEASE_MS);
    if (!row) return false;
    try {
      const op = { key: `report:${row._id}`, now, by: `report:${rule.id}` };
      const late = now.getTime() - period.dueAt.getTime() > LATE_MS;
      const send = () => this.deps.reports.send(rule, period.day, op, late);
      await leases.during(runs, row._id, send);
      await runs.finish(row._id, leases.owner, 'done');
      return true;
    } catch (error) {
      if (row.attempts >= MAX_ATTEMPTS) {
        log.error({ err: error, run: row._id }, 'report given up');
        await runs.finish(row._id, leases.owner, 'exhausted', errorText(error));
      } else {
        log.warn({ err: error, run: row._id }, 'report will be tried again');
        await runs.retryLater(row._id, leases.owner, new Date(now.getTime() + RETRY_MS), errorText(error));
      }
      return false;
    }
  }
}

function periodOf(rule: ReportRule): Period {
  return definitionOf(rule.kind).every.every;
}

/** When a report of the playbook falls due on a local day, or null when it does not run that day. */
export function reportDue(rule: ReportRule, day: string, version: PlaybookVersion): Date | null {
  const calendar = calendarOf(version.playbook);
  const falls = fallsOn(definitionOf(rule.kind).every, day, calendar, rule.days === 'workdays');
  return falls ? calendar.at(day, rule.at) : null;
}
