/** What `npm run eval` measures: suites with labelled parts, figures per field, and the floors none may fall under. */
import type { Retrieval } from './retrieval.ts';

export interface Figure {
  /** Of the labelled data: `development` is tuned on, `held-back` only measured. */
  part: string;
  field: string;
  right: number;
  of: number;
  /** The same where the label or the result has something to say; the rest is easily right. */
  rightWherePresent: number;
  present: number;
}

/** Something that must stay rare, such as a wrong customer taken for sure. */
export interface ErrorCount {
  part: string;
  name: string;
  count: number;
}

export interface Miss {
  part: string;
  id: string;
  field: string;
  text: string;
  expected: unknown;
  got: unknown;
}

export interface EvalReport {
  figures: Figure[];
  /** For what a note may say several of: precision and recall. */
  retrieval?: Retrieval[];
  errors: ErrorCount[];
  misses: Miss[];
}

/** Shares from 0 to 1 by part and field, and the most errors allowed by part and name. */
export interface Floors {
  accuracy: Record<string, Record<string, number>>;
  /** For `rightWherePresent`. */
  wherePresent: Record<string, Record<string, number>>;
  atMost: Record<string, Record<string, number>>;
  /** By part and wording (`batch-3 loose`) and field. */
  retrieval?: Record<string, Record<string, { precision?: number; recall?: number; found?: number }>>;
}

export interface EvalSuite {
  name: string;
  floors: Floors;
  run(): EvalReport | Promise<EvalReport>;
}

/** One sentence for each figure under its floor; a floor without a figure is one too. */
export function belowFloor(report: EvalReport, floors: Floors): string[] {
  return [
    ...breaches(floors.accuracy, report.figures, ({ right, of }) => right / of, 'accuracy'),
    ...breaches(
      floors.wherePresent,
      report.figures,
      (f) => f.rightWherePresent / f.present,
      'accuracy where present',
    ),
    ...retrievalBreaches(report, floors.retrieval),
    ...Object.entries(floors.atMost).flatMap(([part, limits]) =>
      Object.entries(limits).flatMap(([name, limit]) => {
        const count = report.errors.find((error) => error.part === part && error.name === name)?.count;
        if (count === undefined) return [`${part}: ${name} was not counted`];
        return count > limit ? [`${part}: ${name} ${count}, at most ${limit} allowed`] : [];
      }),
    ),
  ];
}

function retrievalBreaches({ retrieval = [] }: EvalReport, floors: Floors['retrieval'] = {}): string[] {
  return Object.entries(floors).flatMap(([which, fields]) =>
    Object.entries(fields).flatMap(([field, least]) => {
      const figure = retrieval.find((one) => `${one.part} ${one.looseness}` === which && one.field === field);
      if (!figure) return [`${which}: ${field} was not measured`];
      const { said, recorded, right, offered } = figure;
      const shares = { precision: right / recorded, recall: right / said, found: (right + offered) / said };
      return (['precision', 'recall', 'found'] as const).flatMap((name) => {
        const floor = least[name];
        if (floor === undefined || shares[name] >= floor) return [];
        return [`${which}: ${field} ${name} ${percent(shares[name])} is under its floor ${percent(floor)}`];
      });
    }),
  );
}

function breaches(
  floors: Record<string, Record<string, number>>,
  figures: readonly Figure[],
  shareOf: (figure: Figure) => number,
  what: string,
): string[] {
  return Object.entries(floors).flatMap(([part, fields]) =>
    Object.entries(fields).flatMap(([field, floor]) => {
      const figure = figures.find((candidate) => candidate.part === part && candidate.field === field);
      if (!figure) return [`${part}: ${field} was not measured`];
      const share = shareOf(figure);
      return share >= floor
        ? []
        : [`${part}: ${field} ${what} ${percent(share)} is under its floor ${percent(floor)}`];
    }),
  );
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
