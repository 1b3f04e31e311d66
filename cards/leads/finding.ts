import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface Item {
  text: string;
  todo: string;
  leadId?: string | undefined;
}

interface View {
  title: string;
  items: Item[];
}

const SHOWN = 8;

/** What the auditor found, for the administrator: which lead, whom it concerns, and what to do about it. */
export const finding = defineCard<View>({
  kind: 'finding',
  async load({ params }) {
    const items = Array.isArray(params.items) ? (params.items as Item[]) : [];
    return items.length ? { title: String(params.title ?? ''), items } : 'nothing';
  },
  render({ title, items }): Card {
    const shown = items.slice(0, SHOWN);
    const todos = [...new Set(shown.map(({ todo }) => todo))];
    const [lead] = shown.flatMap(({ leadId }) => leadId ?? []);
    return {
      kind: 'finding',
      title,
      facts: shown.map(({ text }, i) => ({ name: String(i + 1), value: text })),
      body: [
        ...(items.length > shown.length ? [`另有 ${items.length - shown.length} 条。`] : []),
        ...todos.map((todo) => `怎么办：${todo}。`),
      ].join('\n'),
      buttons: lead
        ? [
            button(`催办 ${lead}`, 'nudge', lead, { style: 'primary' }),
            button(`改派 ${lead}`, 'assign', lead),
            button(`查看 ${lead}`, 'view', lead),
          ]
        : [],
    };
  },
});
