import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface View {
  text: string;
  record: string;
  /** Of the question that is asked. */
  label: string;
}

/** A line that may be the text that was asked for, or a record of a contact: a wrong guess would lose one of them. */
export const answerOrNote = defineCard<View>({
  kind: 'answer-or-note',
  async load({ params }) {
    return {
      text: String(params.text ?? ''),
      record: String(params.record ?? ''),
      label: String(params.label ?? ''),
    };
  },
  render({ text, record, label }): Card {
    return {
      kind: 'answer-or-note',
      title: `这句话记到哪里？`,
      facts: [],
      quote: text,
      buttons: [
        button(label, 'ask-answer', record, { id: 'answer', rest: `${label}：${text}`, style: 'primary' }),
        button('跟进记录', 'log', record, { id: 'note', rest: text }),
      ],
    };
  },
});
