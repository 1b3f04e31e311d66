import type { FieldOption } from '../playbook/fields.ts';
import type { PropertyShape } from '../playbook/options.ts';
import type { FieldValue } from '../records/field-value.ts';

/** How a question is answered. `band`: a choice that may also be said as a sum (50万). `file`: a photo or PDF. */
export type AnswerKind =
  | 'choice'
  | 'choices'
  | 'band'
  | 'text'
  | 'number'
  | 'money'
  | 'date'
  | 'yes-no'
  | 'person'
  | 'file';

/** One thing to be known about a record. Made from the record each time it is shown; never the truth itself. */
export interface QuestionItem {
  id: string;
  /** What it is called, and the question where there is none of its own. */
  label: string;
  /** Other words a typed line may name it by. */
  words: readonly string[];
  kind: AnswerKind;
  options: readonly Pick<FieldOption, 'value' | 'words'>[];
  /** The question in words of its own. */
  prompt?: string | undefined;
  /** Why it is asked; said to whoever wonders (为什么要填). */
  why?: string | undefined;
  /** It may be left empty: 没有 is an answer, too. */
  optional?: boolean | undefined;
  /** Something that is done or is not; its one option says so, and so does its label in other words: 材料交了. */
  done?: boolean | undefined;
  /** What is known already: 对 says yes to it. */
  suggested?: string | undefined;
}

/** An answer as it is written to the record, and the words it was given in. `null`: there is none (没有). */
export interface Answer {
  item: string;
  value: FieldValue | null;
  text: string;
}

/** The question for a property of a lead. */
export function itemOf(
  id: string,
  { label, type, options = [] }: PropertyShape,
  extra: Partial<Pick<QuestionItem, 'words' | 'prompt' | 'why' | 'label'>> = {},
): QuestionItem {
  return {
    id,
    label,
    words: [],
    kind: type,
    options: options.map(({ value, words }) => ({ value, words })),
    ...extra,
  };
}
