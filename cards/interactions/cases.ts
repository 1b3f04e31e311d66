import type { PastCase } from '../../src/domain/cases/past-case.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card, CardButton, Fact } from '../model.ts';

interface View {
  title: string;
  cases: PastCase[];
}

const MAX_BUTTONS = 3;

/** Similar past cases (C11): what was said there, what came of it, and what others found helpful. */
export const cases = defineCard<View>({
  kind: 'cases',
  async load({ params }) {
    const found = Array.isArray(params.cases) ? (params.cases as PastCase[]) : [];
    return { title: String(params.title ?? '相似案例'), cases: found };
  },
  render({ title, cases }): Card {
    return {
      kind: 'cases',
      title,
      facts: cases.map(factOf),
      body: cases.length ? undefined : '没有相似案例。换个说法试试，例如：案例 LIS对接',
      buttons: cases.slice(0, MAX_BUTTONS).map(helpedBy),
    };
  },
});

function factOf({ id, who, said, became, because, helped, parts }: PastCase): Fact {
  const why = because.length ? `（同：${because.join('、')}）` : '';
  const liked = helped ? `｜${helped} 人觉得有帮助${parts.length ? `：${parts.join('、')}` : ''}` : '';
  return { name: id, value: `${who}${why}：${said} → ${became}${liked}` };
}

function helpedBy({ id }: PastCase): CardButton {
  return button(`${id} 有帮助`, 'helped', id, { id: `helped-${id}` });
}
