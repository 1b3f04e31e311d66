import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import type { Filter } from '../people/scope.ts';
import type { MetricSettings } from '../playbook/metrics.ts';
import type { Every } from './periods.ts';

/** A report as it was made and kept: the card, the mail, the page and the details all show the same figures. */
export interface Report<Figures = unknown, Row = unknown> {
  /** `activation-2026-11-23.chen-hao`: kind, period, and whose view of it. */
  _id: string;
  kind: string;
  /** The local day on which it fell due, `YYYY-MM-DD`; one report a kind, period and person. */
  period: string;
  madeAt: Date;
  /** Sent later than planned, after downtime. */
  late: boolean;
  /** Of the definition it was computed by. */
  formulaVersion: number;
  figures: Figures;
  /** What stands behind the figures, the most important first. */
  rows: Row[];
}

/** What a report is made from besides the records it reads. */
export interface Asked {
  /** The local day on which the report fell due. */
  period: string;
  now: Date;
  metrics: MetricSettings;
  nameOf(userId: string): string;
}

/** Leads a report reads, always within the scope of the person it is for. */
export interface LeadsWanted {
  filter: Filter;
  sort?: Record<string, 1 | -1>;
}

/** A column of the spreadsheet behind a report. */
export interface DetailColumn {
  header: string;
  value(lead: Lead): string | number | undefined;
  /** In characters. */
  width: number;
}

export interface ReportDefinition<Figures, Row, Wanted extends string = string> {
  kind: string;
  every: Every;
  /** Grows whenever the same records would give other figures than before. */
  formulaVersion: number;
  /** The card that shows it, in chat and mail. */
  card: string;
  /** The leads it is computed from, each list under a name of its own. Their number follows the period. */
  wants(asked: Pick<Asked, 'period' | 'metrics'>): Record<Wanted, LeadsWanted>;
  compute(found: Record<Wanted, Lead[]>, asked: Asked): { figures: Figures; rows: Row[] };
  details: {
    /** The card that lists the rows. */
    card: string;
    /** 激活明细: title of the message, name of the file and its sheet. */
    title: string;
    /** Says what is attached. */
    body: string;
    leads(report: Report<Figures, Row>): LeadsWanted;
    /** @param time a moment as the file shows it */
    columns(
      report: Report<Figures, Row>,
      people: ReadonlyMap<string, Colleague>,
      time: (at: Date | undefined) => string,
    ): DetailColumn[];
  };
}

/** A report whose figures and rows are its own affair, as the table holds it. */
export type AnyReport = ReportDefinition<unknown, unknown>;

export interface DefinedReport<Figures, Row> extends AnyReport {
  /** A kept report, if it is of this kind. */
  of(report: Report | null): Report<Figures, Row> | null;
}

/** Declares a report once: what it reads, its figures, its card and the spreadsheet behind it. */
export function defineReport<Figures, Row, Wanted extends string>(
  definition: ReportDefinition<Figures, Row, Wanted>,
): DefinedReport<Figures, Row> {
  return {
    ...(definition as unknown as AnyReport),
    of: (report) => (report?.kind === definition.kind ? (report as Report<Figures, Row>) : null),
  };
}
