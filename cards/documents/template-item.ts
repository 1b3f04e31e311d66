import { type DraftField, misfitOf, targetLabel } from '../../src/domain/documents/draft.ts';
import { TYPE_LABELS } from '../../src/domain/documents/draft-changes.ts';
import { likelyTargets } from '../../src/domain/documents/propose.ts';
import type { Playbook } from '../../src/domain/playbook/playbook.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { type Card, facts } from '../model.ts';
import { certainty } from './certainty.ts';

interface View {
  id: string;
  /** From 1. */
  n: number;
  of: number;
  field: DraftField;
  playbook: Playbook;
}

/** With the one for nowhere, as many as every platform can show at once; others can be typed. */
const OFFERED = 7;

/** One item of a kind of form in the making: what it is called, where its value goes, whether it must be there (D1). */
export const templateItem = defineCard<View>({
  kind: 'template-item',
  async load({ refs, params, read }) {
    const document = await read.document(refs.document ?? '');
    const { playbook } = await read.playbook();
    const n = Number(params.item);
    const fields = document?.draft?.fields ?? [];
    const field = fields[n - 1];
    if (!document || !field || document.draft?.published) return null;
    return { id: document._id, n, of: fields.length, field, playbook };
  },
  render({ id, n, of, field, playbook }): Card {
    const options = field.options.map(({ value, words }) => [value, ...words].join('/'));
    const act = (label: string, words: string, style?: 'primary') =>
      button(label, 'template-item', id, { rest: `${n} ${words}`, ...(style && { style }) });
    return {
      kind: 'template-item',
      title: `第 ${n}/${of} 项 · ${field.label}`,
      facts: facts({
        样本上: `${field.read.value || '没有读到'}${certainty(field.read)}`,
        印着: field.wording === field.label ? undefined : field.wording,
        类型: [TYPE_LABELS[field.type], ...options].join(' · '),
        记到: targetLabel(field.to, playbook),
        注意: misfitOf(field, playbook),
        必填: field.required ? '是' : '否',
      }),
      body: '也可以直接回复：叫 新名称、记到 字段、类型 日期、选项 是/否、必填、不要。',
      selects: [
        {
          id: 'to',
          label: '记到',
          options: [
            ...likelyTargets(field, playbook)
              .slice(0, OFFERED)
              .map(({ to, label }) => ({ id: to, label })),
            { id: '-', label: targetLabel(undefined, playbook) },
          ],
        },
      ],
      buttons: [
        act(n < of ? '要，下一项' : '要', '要', 'primary'),
        act('不要', '不要'),
        { ...act('记到所选', '记到 {to}'), id: 'to' },
        field.required ? act('改为选填', '选填') : act('必填', '必填'),
      ],
      state: field.kept ? undefined : '不要这一项',
    };
  },
});
