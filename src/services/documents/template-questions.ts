import type { Op } from '../../core/effect.ts';
import { isFieldChange } from '../../domain/documents/draft-changes.ts';
import { mayChangePlaybook } from '../../domain/people/scope.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import type { ReadAnswer } from '../../domain/questions/read-answer.ts';
import { type Reply, reply } from '../messages.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';
import type { DocumentService } from './documents.ts';
import type { TemplateDrafts } from './template-drafts.ts';

export interface TemplateQuestionDeps {
  documents: Pick<DocumentService, 'find'>;
  drafts: TemplateDrafts;
}

/** What settles an item of a draft; after anything else the same item is shown again. */
export const SETTLES = /(?:^|\s)(?:不?要|保留)$/;

/** The items of a kind of form in the making, walked through one by one (D1). They are numbered from 1. */
export class TemplateQuestions implements QuestionSet {
  readonly name = 'template';
  readonly withinMs = 10 * 60_000;
  readonly page = false;
  private readonly deps: TemplateQuestionDeps;

  constructor(deps: TemplateQuestionDeps) {
    this.deps = deps;
  }

  async open({ record }: AskedAbout, { scope, person }: Asker): Promise<OpenQuestions | null> {
    const document = mayChangePlaybook(person) ? await this.deps.documents.find(scope, person, record) : null;
    const draft = document?.draft;
    if (!document || !draft || draft.published) return null;
    const items = draft.fields.map(
      (field, i): QuestionItem => ({
        id: String(i + 1),
        label: field.label,
        words: [],
        kind: 'text',
        options: [],
        why: '说明这一项叫什么、记到哪里、是不是必填；以后收到这种表单就照此读取。',
      }),
    );
    return { title: `${document._id} 新表单`, items };
  }

  async answer(
    { record }: AskedAbout,
    answers: readonly Answer[],
    { scope, person }: Asker,
    op: Op,
  ): Promise<Reply[]> {
    const document = await this.deps.documents.find(scope, person, record);
    const [first] = answers;
    if (document && first) await this.deps.drafts.setField(document, Number(first.item), first.text, op);
    return [];
  }

  next(open: readonly QuestionItem[], [answer]: readonly Answer[]): QuestionItem | undefined {
    const at = open.findIndex(({ id }) => id === answer?.item);
    return open[answer && SETTLES.test(answer.text) ? at + 1 : at];
  }

  card({ record }: AskedAbout, item: QuestionItem | undefined): Reply {
    return item
      ? reply('template-item', { document: record }, { item: Number(item.id) })
      : reply('template-draft', { document: record });
  }

  async read(text: string): Promise<ReadAnswer> {
    return isFieldChange(text)
      ? { ok: true, value: text }
      : { ok: false, why: '可以写：不要、要、必填、选填、叫 科室、记到 决策人、类型 日期、选项 是/否' };
  }
}
