import { commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface View {
  text: string;
  shown: { record: string; label: string }[];
  more: number;
}

/** A plain answer that fits none of what was just asked, and others that are open: one tap says which is meant. */
export const whichQuestion = defineCard<View>({
  kind: 'which-question',
  async load({ params }) {
    const shown = Array.isArray(params.shown) ? (params.shown as View['shown']) : [];
    return { text: String(params.text ?? ''), shown, more: Number(params.more ?? 0) };
  },
  render({ text, shown, more }): Card {
    const [first] = shown;
    return {
      kind: 'which-question',
      title: '这是回答哪一个问题？',
      facts: [],
      quote: text,
      body: `${more > 0 ? `还有 ${more} 个问题也可能。` : ''}也可以写上编号，例如：${first?.record ?? 'L1024'} ${text}`,
      buttons: shown.map(({ record, label }, i) => ({
        id: `answer-${i}`,
        label: `${record} ${label}`,
        command: commandText('ask-answer', record, text),
      })),
    };
  },
});
