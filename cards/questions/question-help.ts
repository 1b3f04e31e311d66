import type { QuestionItem } from '../../src/domain/questions/item.ts';
import { exampleOf } from '../../src/domain/questions/read-answer.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { type Card, facts } from '../model.ts';

interface View {
  record: string;
  item: QuestionItem;
  why: string;
  link: Card['link'];
}

/** For whoever was not understood twice: what an answer looks like, and the ways out. */
export const questionHelp = defineCard<View>({
  kind: 'question-help',
  async load({ params }) {
    const item = params.item as QuestionItem | undefined;
    if (!item) return null;
    return {
      record: String(params.record),
      item,
      why: String(params.why ?? ''),
      link: (params.link ?? undefined) as Card['link'],
    };
  },
  render({ record, item, why, link }): Card {
    return {
      kind: 'question-help',
      title: `${item.label}？还是没看懂`,
      facts: facts({ 怎么答: why, 例如: exampleOf(item), 为什么问: item.why }),
      body: '可以换个说法再回复一次。',
      buttons: [button('稍后再填', 'ask-later', record), button('不填了', 'ask-cancel', record)],
      link,
    };
  },
});
