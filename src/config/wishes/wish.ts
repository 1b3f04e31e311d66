import { GenjinError } from '../../core/errors.ts';
import type { Filter } from '../../domain/people/scope.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { YamlEdit } from '../patch-yaml.ts';

/** The playbook a wish is about. */
export interface Method {
  playbook: Playbook;
  /** The same as its YAML says it, short forms and all: what edits go by. */
  raw: unknown;
}

/** What a change has to do with records that exist. */
export type Touch =
  | { kind: 'note'; text: string }
  | {
      kind: 'records';
      /** Open and closed leads, and customers, of which this holds. */
      filter: Filter;
      on: readonly ('leads' | 'customers')[];
      /** What it means for them; not asked when there are none. */
      text(count: string): string;
      /** The change must not be made while there are some. */
      blocks: boolean;
    };

/** What a wish comes to. */
export interface WishPlan {
  /** In plain Chinese: `新增标签「慢病专项」到「关注点」`. */
  title: string;
  edits: YamlEdit[];
  touches: Touch[];
}

/** What a wish is about, in the words of the list people see. */
export type Topic = '标签' | '选项' | '字段' | '时限' | '分配' | '话术' | '说法';

/** One kind of change people can ask for in a line: a pure function from the playbook and the line to edits of its text. */
export interface WishKind {
  /** Its first words; the first is the one that is shown. */
  words: readonly string[];
  topic: Topic;
  /** How it is written, as an example that reads on. */
  example: string;
  /**
   * @param rest what stands behind the first word
   * @throws WishProblem when something is missing, unknown, too long or taken
   */
  read(rest: string, method: Method): WishPlan;
}

/** Why a wish cannot be carried out, for the person who wished, with complete lines that would do. */
export class WishProblem extends GenjinError {
  readonly choices: readonly string[];

  constructor(userText: string, choices: readonly string[] = []) {
    super('invalid', 'The wish cannot be carried out as it is', { userText });
    this.choices = choices;
  }
}
