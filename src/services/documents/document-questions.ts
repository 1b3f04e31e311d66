import { type Op, step } from '../../core/effect.ts';
import type { DocumentField } from '../../domain/documents/template.ts';
import type { Answer, AnswerKind, QuestionItem } from '../../domain/questions/item.ts';
import type { ReadAnswer } from '../../domain/questions/read-answer.ts';
import { type Reply, reply } from '../messages.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';
import type { DocumentReview } from './document-review.ts';
import type { DocumentService } from './documents.ts';
import { wantedOf } from './typed-value.ts';

export interface DocumentQuestionDeps {
  documents: Pick<DocumentService, 'find'>;
  review: DocumentReview;
}

const KINDS: Record<DocumentField['type'], AnswerKind> = {
  text: 'text',
  person: 'person',
  date: 'date',
  number: 'number',
  code: 'text',
  choice: 'choice',
  phrases: 'text',
};

/** The doubtful and missing values of a form somebody sent, in the form's order (D1). A form's values are read its way. */
export class DocumentQuestions implements QuestionSet {
  readonly name = 'document';
  readonly withinMs = 10 * 60_000;
  readonly page = true;
  private readonly deps: DocumentQuestionDeps;

  constructor(deps: DocumentQuestionDeps) {
    this.deps = deps;
  }

  async open({ record }: AskedAbout, { scope, person }: Asker): Promise<OpenQuestions | null> {
    const document = await this.deps.documents.find(scope, person, record);
    if (!document) return null;
    const doubtful = document.state === 'review' ? await this.deps.review.questions(document) : [];
    const items = doubtful.map(
      ({ value, field }): QuestionItem => ({
        id: field.id,
        label: field.label,
        words: field.aliases,
        kind: KINDS[field.type],
        options: field.options,
        why: `表上的“${field.label}”${value.value ? '没有看清，请对照原件核对' : '没有读到'}，归档前要确认。`,
        optional: !field.required,
        suggested: value.value || undefined,
      }),
    );
    return { title: `${document._id} ${document.label ?? document.fileName}`, items };
  }

  async answer(
    { record }: AskedAbout,
    answers: readonly Answer[],
    { scope, person }: Asker,
    op: Op,
  ): Promise<Reply[]> {
    for (const [i, { item, text }] of answers.entries()) {
      const document = await this.deps.documents.find(scope, person, record);
      if (document)
        await this.deps.review.setValue(document, item, text, i === 0 ? op : step(op, `answer-${i}`));
    }
    return [];
  }

  card({ record }: AskedAbout, item: QuestionItem | undefined): Reply {
    return item
      ? reply('document-question', { document: record }, { field: item.id })
      : reply('document', { document: record });
  }

  async read(
    text: string,
    { id }: QuestionItem,
    { record }: AskedAbout,
    { scope, person }: Asker,
  ): Promise<ReadAnswer> {
    const document = await this.deps.documents.find(scope, person, record);
    const template = document && (await this.deps.review.templateOf(document));
    const field = template?.fields.find((one) => one.id === id);
    if (!field) return { ok: false, why: '这一项现在不用填了' };
    if (this.deps.review.isAnswer(text, field)) return { ok: true, value: text };
    return { ok: false, why: wantedOf(field) || '请写得短一些，一个词就好' };
  }
}
