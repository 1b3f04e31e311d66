import type { ImportBook, ImportProgress } from '../../src/domain/intake/import.ts';
import { button } from '../actions.ts';
import type { Card, CardButton, Fact } from '../model.ts';

const LISTED = 8;

/** Nothing has been written yet: what was found, and how it may be taken (A1). */
export function importAsking({ _id, fileName, total, notes, book, preview }: ImportProgress): Card {
  const choose = (rest: string, label = rest, style?: CardButton['style']) =>
    button(label, 'import-as', _id, { rest, ...(style && { style }) });
  return {
    kind: 'import-report',
    title: `导入「${fileName}」：${book ? '怎么处理？' : '请先看一眼'}`,
    emphasis: {
      text: book ? '像是在跟的老客户，不是新线索；还没有写入任何内容' : '还没有写入任何内容',
      tone: 'warn',
    },
    facts: [
      { name: '行数', value: String(total) },
      ...(book ? found(book) : []),
      ...(preview?.rejected
        ? [{ name: '不能导入', value: `${preview.rejected} 行，导入后连同原因发回` }]
        : []),
      ...(preview ? [{ name: '读到的列', value: preview.columns.join('、') }] : []),
      ...(preview?.rows ?? []).map((value, i) => ({ name: `例 ${i + 1}`, value })),
    ],
    body: [...(book ? WAYS : []), ...notes].join('\n') || undefined,
    buttons: book
      ? [
          choose('保留负责人', '保留负责人', 'primary'),
          choose('保留不计时', '保留，不计时'),
          choose('重新分配'),
          choose('不导入'),
        ]
      : [choose('开始导入', '开始导入', 'primary'), choose('不导入')],
  };
}

const WAYS = [
  '保留负责人：在跟的交给表里写的人，开始首次联系计时；已成交、已流失的只作历史，不计时。没有写或不是在职同事的按规则分配。',
  '保留，不计时：同上，但在跟的算已联系过，不要求首次联系。',
  '重新分配：全部当作新线索，按规则分配并计时。',
];

function found({ owners, strangers, closed }: ImportBook): Fact[] {
  const listed = (list: readonly { name: string; rows: number }[]) =>
    list
      .slice(0, LISTED)
      .map(({ name, rows }) => `${name} ${rows} 行`)
      .join('、') + (list.length > LISTED ? ` 等 ${list.length} 人` : '');
  return [
    ...(owners.length ? [{ name: '表里的负责人', value: listed(owners) }] : []),
    ...(strangers.length ? [{ name: '不是在职同事', value: listed(strangers) }] : []),
    ...(closed ? [{ name: '已成交或已关闭', value: `${closed} 行` }] : []),
  ];
}
