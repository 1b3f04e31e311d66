import type { Op } from '../../core/effect.ts';
import { audienceOf } from '../../domain/people/audience.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { ReportRule } from '../../domain/playbook/reports.ts';
import type { AnyReport, Report } from '../../domain/reports/define.ts';
import { definitionOf } from '../../domain/reports/index.ts';
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

/** For whom a report is made, and as of when. */
export interface Audience {
  scope: Scope;
  person: Colleague;
  version: PlaybookVersion;
  people: ReadonlyMap<string, Colleague>;
  now: Date;
  late: boolean;
}

const MAX_LEADS = 50_000;

/** Scheduled reports: made once per period, kept as made, shown in chat, mail and page alike. */
export class ReportService {
  private readonly deps: ReportDeps;

  constructor(deps: ReportDeps) {
    this.deps = deps;
  }

  /**
   * Makes and sends the report of a period, one per recipient and within that person's scope. Repeating it sends
   * nothing twice.
   */
  async send(rule: ReportRule, period: string, op: Op, late: boolean): Promise<void> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const definition = definitionOf(rule.kind);
    const recipients = [...people.values()].filter((p) => p.active && rule.to.includes(p.role));
    for (const person of [...recipients, ...rule.groups.map(audienceOf)]) {
      const scope = await this.deps.directory.scope(person);
      const audience = { scope, person, version, people, now: op.now, late };
      const report = await this.make(definition, period, audience);
      await this.deps.reports.add(report);
      const about = { to: person._id, kind: definition.card, refs: { report: report._id }, params: {} };
      const message = { ...about, urgency: 'digest' as const };
      await this.deps.outbox.add(`${op.key}:${person._id}`, { ...message, channel: 'chat' }, op.now);
      if (rule.mail && person.email) {
        await this.deps.outbox.add(`${op.key}:${person._id}:mail`, { ...message, channel: 'mail' }, op.now);
      }
    }
    this.deps.onQueued();
  }

  /** A report made for this person; managers see nobody else's, so there is nothing more to check. */
  async visibleTo(person: Colleague, id: string): Promise<Report | null> {
    const report = await this.deps.reports.get(id);
    return report?._id.endsWith(`.${person._id}`) ? report : null;
  }

  /** The report of one period as seen at `now`. Its cost follows the period, not the history. */
  async make(definition: AnyReport, period: string, audience: Audience): Promise<Report> {
    const { version, scope, person, people, now, late } = audience;
    const { metrics } = version.playbook;
    const wanted = Object.entries(definition.wants({ period, metrics }));
    const found = await Promise.all(
      wanted.map(async ([name, { filter, sort = {} }]) => [
        name,
        await this.deps.leads.list(scope, filter, { sort, limit: MAX_LEADS }),
      ]),
    );
    const nameOf = (id: string) => people.get(id)?.name ?? id;
    const { figures, rows } = definition.compute(Object.fromEntries(found), { period, now, metrics, nameOf });
    return {
      _id: `${definition.kind}-${period}.${person._id}`,
      kind: definition.kind,
      period,
      madeAt: now,
      late,
      formulaVersion: definition.formulaVersion,
      figures,
      rows,
    };
  }
}
