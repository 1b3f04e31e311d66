import { type Op, step } from '../../core/effect.ts';
import { isGenjinError } from '../../core/errors.ts';
import { dueFields } from '../../domain/journey/due-fields.ts';
import { isOpen } from '../../domain/leads/lead.ts';
import { leadPath, valueAt } from '../../domain/leads/lead-fields.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { FactService } from '../leads/set-facts.ts';
import { type Reply, reply, sentence } from '../messages.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';

export interface FieldQuestionDeps {
  leads: Pick<LeadStore, 'find'>;
  facts: Pick<FactService, 'set'>;
}

/** Fields that have become due for a lead (C8). They are offered, never pressed: one is asked when somebody taps it. */
export class FieldQuestions implements QuestionSet {
  readonly name = 'field';
  readonly withinMs = 30 * 60_000;
  readonly page = true;
  private readonly deps: FieldQuestionDeps;

  constructor(deps: FieldQuestionDeps) {
    this.deps = deps;
  }

  async open({ record }: AskedAbout, { scope, person, version }: Asker): Promise<OpenQuestions | null> {
    const lead = await this.deps.leads.find(scope, record);
    if (!lead || lead.ownerId !== person._id) return null;
    const items = isOpen(lead) ? dueFields(lead, person, version.playbook) : [];
    return { title: `${lead.company || lead.contactName}（${lead._id}）`, items };
  }

  async answer(
    { record }: AskedAbout,
    answers: readonly Answer[],
    { scope, version }: Asker,
    op: Op,
  ): Promise<Reply[]> {
    const said: Reply[] = [];
    for (const [i, { item, value }] of answers.entries()) {
      try {
        await this.deps.facts.set(record, { [item]: value }, i === 0 ? op : step(op, `answer-${i}`));
      } catch (error) {
        if (!isGenjinError(error, 'conflict')) throw error;
        said.push(sentence(error.userText));
      }
    }
    const lead = await this.deps.leads.find(scope, record);
    const written = answers.filter(({ item }) => {
      const path = leadPath(item, version.playbook);
      return path && lead && valueAt(lead, path) !== undefined;
    });
    const labels = written.map(
      ({ item }) => version.playbook.fields.find(({ id }) => id === item)?.label ?? item,
    );
    return labels.length ? [...said, sentence(`${record} 已记下：${labels.join('、')}`)] : said;
  }

  card({ record }: AskedAbout, item: QuestionItem | undefined): Reply | null {
    return item ? reply('question', { lead: record }, { item }) : null;
  }

  /** What somebody tapped is answered; the others wait until they are tapped. */
  next(): undefined {
    return undefined;
  }
}
