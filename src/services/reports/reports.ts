import type { Op } from '../../core/effect.ts';
import { shiftDay } from '../../domain/calendar/calendar.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import { type ActivationReport, cohortFigure, inactiveRows } from '../../domain/metrics/activation.ts';
import { audienceOf } from '../../domain/people/audience.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { ReportRule } from '../../domain/playbook/reports.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { OutboxStore } from '../../stores/outbox.ts';
import type { ReportStore } from '../../stores/reports.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface ReportDeps {
  leads: LeadStore;
  reports: ReportStore;
  outbox: OutboxStore;
  directory: Directory;
  playbooks: Playbooks;
  /** Tells the sender that something is waiting. */
  onQueued: () => void;
}

const TOP = 5;
/** Open leads older than this are other reports' business; the figure's window ends the search. */
const LOOKED_BACK_DAYS = 30;
const MAX_LEADS = 50_000;

/** Scheduled reports: made once per period, kept as made, shown in chat, mail and page alike. */
export class ReportService {
  private readonly deps: ReportDeps;

  constructor(deps: ReportDeps) {
    this.deps = deps;
  }

  /**
   * Makes and sends the activation report of a local day (F1), one per recipient and within that person's scope.
   * Repeating it sends nothing twice.
   */
  async sendActivation(rule: ReportRule, day: string, op: Op, late: boolean): Promise<void> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const recipients = [...people.values()].filter((p) => p.active && rule.to.includes(p.role));
    for (const person of [...recipients, ...rule.groups.map(audienceOf)]) {
      const scope = await this.deps.directory.scope(person);
      const report = await this.activation(day, { scope, person, version, people, now: op.now, late });
      await this.deps.reports.add(report);
      const message = { to: person._id, kind: 'activation-report', refs: { report: report._id }, params: {} };
      const urgency = 'digest' as const;
      await this.deps.outbox.add(`${op.key}:${person._id}`, { ...message, channel: 'chat', urgency }, op.now);
      if (rule.mail && person.email) {
        await this.deps.outbox.add(
          `${op.key}:${person._id}:mail`,
          { ...message, channel: 'mail', urgency },
          op.now,
        );
      }
    }
    this.deps.onQueued();
  }

  /** A report made for this person; managers see nobody else's, so there is nothing more to check. */
  async visibleTo(person: Colleague, id: string): Promise<ActivationReport | null> {
    const report = await this.deps.reports.get(id);
    return report?._id.endsWith(`.${person._id}`) ? report : null;
  }

  /** The figures of one day as seen at `now`. Its cost follows the window, not the history. */
  async activation(
    day: string,
    asked: {
      scope: Scope;
      person: Colleague;
      version: PlaybookVersion;
      people: ReadonlyMap<string, Colleague>;
      now: Date;
      late: boolean;
    },
  ): Promise<ActivationReport> {
    const { version, scope, now } = asked;
    const { activationTarget, activationHours } = version.playbook.metrics;
    const yesterday = shiftDay(day, -1);
    // The last minute of this day is as long ago as the window lasts: nothing in it can still be activated in time.
    const matured = shiftDay(day, -1 - Math.ceil(activationHours / 24));
    const [ofYesterday, ofMatured, waiting] = await Promise.all([
      this.firstAssigned(scope, { $eq: yesterday }),
      this.firstAssigned(scope, { $eq: matured }),
      this.untouched(scope, day),
    ]);
    const inactive = inactiveRows(waiting, (id) => asked.people.get(id)?.name ?? id, now);
    return {
      _id: `activation-${day}.${asked.person._id}`,
      day,
      madeAt: now,
      yesterday: cohortFigure(yesterday, ofYesterday, activationHours),
      matured: cohortFigure(matured, ofMatured, activationHours),
      target: activationTarget,
      withinHours: activationHours,
      top: inactive.slice(0, TOP),
      inactive,
      late: asked.late,
    };
  }

  private firstAssigned(scope: Scope, day: Record<string, string>) {
    return this.deps.leads.list(scope, { firstAssignedDay: day }, { limit: MAX_LEADS });
  }

  /** Leads assigned before today that nobody has touched. */
  private untouched(scope: Scope, day: string) {
    const window = { $gte: shiftDay(day, -LOOKED_BACK_DAYS), $lt: day };
    const filter = {
      firstAssignedDay: window,
      firstTouchedAt: null,
      status: { $in: ['assigned', 'accepted'] },
    };
    return this.deps.leads.list(scope, filter, { sort: { firstAssignedDay: 1 }, limit: MAX_LEADS });
  }
}

/** When a report of the playbook falls due on a local day, or null when it does not run that day. */
export function reportDue(rule: ReportRule, day: string, version: PlaybookVersion): Date | null {
  const calendar = calendarOf(version.playbook);
  if (rule.days === 'workdays' && !calendar.isWorkday(day)) return null;
  return calendar.at(day, rule.at);
}
