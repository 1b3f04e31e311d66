import type { QuestionItem } from '../../src/domain/questions/item.ts';
import { exampleOf } from '../../src/domain/questions/read-answer.ts';
import { button, commandText } from '../actions.ts';
import { formatDay } from '../format.ts';
import type { Card, CardButton } from '../model.ts';

/** Most answers that are buttons of their own: with the ways out, as many as every platform shows at once. */
const MAX_BUTTONS = 4;
const MAX_SELECT = 10;

/**
 * How a question is answered on a card: by a tap where there are few answers, else chosen or typed.
 * @param days offered for a date, as `2026-12-04`; others are typed
 */
export function controlsOf(
  item: QuestionItem,
  record: string,
  days: readonly string[],
): { buttons: CardButton[]; selects: Card['selects']; how: string } {
  const answer = (text: string, label = text, style?: 'primary') =>
    button(label, 'ask-answer', record, {
      id: `answer-${text}`,
      rest: `${item.label}：${text}`,
      ...(style && { style }),
    });
  const typed = { selects: undefined, how: `直接回复：${exampleOf(item)}` };
  switch (item.kind) {
    case 'yes-no':
      return {
        ...typed,
        buttons: [answer('是', '是', 'primary'), answer('否')],
        how: '也可以直接回复 是 或 否。',
      };
    case 'choice':
    case 'band':
      return chosen(item, record, answer);
    case 'date':
      return { ...typed, buttons: days.map((day) => answer(day, formatDay(day))) };
    case 'choices': {
      const values = item.options.slice(0, MAX_SELECT).map(({ value }) => value);
      return { ...typed, buttons: [], how: `直接回复，可以几项一起：${values.join('、')}` };
    }
    case 'file':
      return { ...typed, buttons: [], how: '把照片或 PDF 直接发到这里。' };
    case 'text':
      return { ...typed, buttons: [], how: '直接打字回复。' };
    default:
      return { ...typed, buttons: [] };
  }
}

function chosen(
  { label, options }: QuestionItem,
  record: string,
  answer: (text: string) => CardButton,
): ReturnType<typeof controlsOf> {
  if (options.length <= MAX_BUTTONS)
    return {
      buttons: options.map(({ value }) => answer(value)),
      selects: undefined,
      how: '也可以直接打字回复。',
    };
  const values = options.slice(0, MAX_SELECT).map(({ value }) => ({ id: value, label: value }));
  const command = commandText('ask-answer', record, `${label}：{answer}`);
  return {
    buttons: [{ id: 'answer', label: '就选它', command, style: 'primary' }],
    selects: [{ id: 'answer', label, options: values }],
    how: options.length > MAX_SELECT ? '列表里没有的直接打字回复。' : '也可以直接打字回复。',
  };
}
