/** What a stage of a pipeline is. */
import type { KeyField } from './key-values.ts';
import type { Predicate } from './matcher.ts';
import type { Doc } from './values.ts';

export type Documents = Iterable<Doc>;

/** How a pipeline reaches other collections: the documents of `from` that match. */
export type Lookup = (from: string, filter: Predicate) => Documents;

export interface Stage {
  name: string;
  run(input: Documents): Documents;
  /** Top-level fields of the input it reads. */
  fields: ReadonlySet<string>;
  /** Its output holds nothing of the input beyond `fields`. */
  narrows?: boolean;
  /** For the stages that a plain find can do. */
  filter?: Predicate;
  sort?: readonly KeyField[];
  count?: number;
}
export type StageParts = Omit<Stage, 'name'>;
