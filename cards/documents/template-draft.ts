import { type TemplateDraft, targetLabel } from '../../src/domain/documents/draft.ts';
import type { Playbook } from '../../src/domain/playbook/playbook.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';
import { certainty } from './certainty.ts';

interface View {
  id: string;
  draft: TemplateDraft;
  playbook: Playbook;
}

/** A kind of form in the making: what was found on the sample, how it reads, and where each value is to go (D1). */
export const templateDraft = defineCard<View>({
  kind: 'template-draft',
  async load({ refs, read }) {
    const document = await read.document(refs.document ?? '');
    const { playbook } = await read.playbook();
    return document?.draft ? { id: document._id, draft: document.draft, playbook } : null;
  },
  render({ id, draft, playbook }): Card {
    const kept = draft.fields.filter((field) => field.kept);
    const sure = kept.filter(({ read }) => read.sure).length;
    const dropped = draft.fields.flatMap((field, i) => (field.kept ? [] : [`${i + 1} ${field.label}`]));
    const hints = [
      dropped.length ? `不要的：${dropped.join('、')}` : '',
      `改一项：表单项 ${id} 2 叫 新名称；改表单的名称：表单名 ${id} 新名称`,
    ];
    return {
      kind: 'template-draft',
      title: `${id} 新表单${draft.label ? `《${draft.label}》` : '，还没有名称'}`,
      emphasis: {
        text: `${kept.length} 项，样本上读清 ${sure} 项`,
        tone: draft.label && sure === kept.length ? 'good' : 'warn',
      },
      facts: draft.fields.flatMap((field, i) => {
        const goes = [targetLabel(field.to, playbook), field.required ? '必填' : ''].filter(Boolean);
        const value = `${field.read.value || '没有读到'}${certainty(field.read)} → ${goes.join('，')}`;
        return field.kept ? [{ name: `${i + 1} ${field.label}`, value }] : [];
      }),
      body: draft.published ? undefined : hints.filter(Boolean).join('\n'),
      buttons: draft.published
        ? [button('撤回', 'template-withdraw', id, { style: 'danger' })]
        : [
            button('逐项设置', 'template-item', id, { rest: '1', style: 'primary' }),
            button('发布', 'template-publish', id),
            button('看原图', 'document-picture', id),
            button('放弃', 'template-drop', id),
          ],
      state: draft.published ? `已发布，打法第 ${draft.published} 版` : undefined,
    };
  },
});
