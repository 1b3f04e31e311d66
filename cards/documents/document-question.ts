import type { DocumentValue } from '../../src/domain/documents/document.ts';
import type { DocumentField } from '../../src/domain/documents/template.ts';
import { button, commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card, CardButton } from '../model.ts';

interface View {
  id: string;
  name: string;
  field: DocumentField;
  /** What commands call it: its id where two fields have one label. */
  called: string;
  value: DocumentValue;
}

/** One doubtful value: a tap says yes or picks another, a short reply puts it right (D1). */
export const documentQuestion = defineCard<View>({
  kind: 'document-question',
  async load({ refs, params, read }) {
    const document = await read.document(refs.document ?? '');
    const { playbook } = await read.playbook();
    const template = playbook.documents.find(({ id }) => id === document?.template);
    const field = template?.fields.find(({ id }) => id === params.field);
    const value = document?.values.find((one) => one.field === params.field);
    if (document?.state !== 'review' || !field || !value) return null;
    const alike = template?.fields.filter(({ label }) => label === field.label) ?? [];
    const called = alike.length > 1 ? field.id : field.label;
    return { id: document._id, name: document.label ?? '', field, called, value };
  },
  render({ id, name, field, called, value }): Card {
    const state = value.sure ? `已填：${value.value || '没有填写'}` : undefined;
    return {
      kind: 'document-question',
      title: `${field.label}？`,
      facts: [
        { name: '文件', value: `${id} ${name}` },
        { name: '读作', value: value.value || '没有读到' },
        ...(value.doubt && value.value ? [{ name: '疑问', value: value.doubt }] : []),
      ],
      body: '直接回复正确的内容也可以。',
      buttons: state ? [] : answers(id, field, called, value),
      state,
    };
  },
});

function answers(
  id: string,
  field: DocumentField,
  called: string,
  { value, read, offered = [] }: DocumentValue,
): CardButton[] {
  const answer = (key: string, label: string, text: string, style?: 'primary'): CardButton => ({
    id: key,
    label,
    command: commandText('document-set', id, `${called} ${text}`),
    style,
  });
  const options =
    field.type === 'choice'
      ? field.options.map((option, i) => answer(`option-${i}`, option.value, option.value))
      : value && !read
        ? [
            answer('yes', '对', value, 'primary'),
            ...offered
              .filter((other) => other !== value)
              .map((other, i) => answer(`offered-${i}`, other, other)),
          ]
        : [];
  const nothing = field.required ? [] : [answer('nothing', '没有填写', '无')];
  return [...options, ...nothing, button('看原图', 'document-picture', id)];
}
