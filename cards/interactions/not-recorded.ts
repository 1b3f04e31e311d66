import { isAskedOfBot } from '../../src/domain/interactions/reached.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import { truncateText } from '../../src/domain/normalise/text.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Term, termsNamed } from '../../src/domain/playbook/glossary.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { likelyCommands } from '../likely-commands.ts';
import type { Card, CardButton } from '../model.ts';

interface View {
  text: string;
  to: Colleague;
  lead: Lead | null;
  owner: Colleague | null;
  /** The playbook's word for an attempt in vain. */
  inVain: string | undefined;
  /** Terms of the company the line asks about. */
  terms: Term[];
  /** What it may say, not surely enough to be kept unasked. */
  doubts: string[];
}

const SHOWN_BACK = 100;

/** A line that says nothing that happened: not recorded. What it could be, in one tap each. */
export const notRecorded = defineCard<View>({
  kind: 'not-recorded',
  async load({ read, refs, params, to }) {
    const lead = refs.lead ? await read.lead(refs.lead) : null;
    const { playbook } = await read.playbook();
    const text = String(params.text ?? '');
    return {
      text,
      terms: isAskedOfBot(text) ? termsNamed(text, playbook.glossary) : [],
      to,
      lead,
      owner: lead?.ownerId ? await read.person(lead.ownerId) : null,
      doubts: Array.isArray(params.doubts) ? params.doubts.map(String) : [],
      inVain: playbook.actions.find((action) => !action.touch)?.label,
    };
  },
  render(view): Card {
    const { lead, text, terms } = view;
    return {
      kind: 'not-recorded',
      title: titleOf(view),
      facts: terms.map(({ name, definition }) => ({ name, value: definition })),
      quote: truncateText(text, SHOWN_BACK, '…'),
      body: lead
        ? bodyAbout(view, lead)
        : terms.length
          ? undefined
          : '可以点下面的指令，或发「帮助」看全部。',
      buttons: lead ? buttonsAbout(view, lead) : likelyCommands(text, view.to).map(toButton),
    };
  },
});

function titleOf({ lead, terms }: View): string {
  if (terms.length) return `名词：${terms.map(({ name }) => name).join('、')}`;
  return lead ? `没有记为跟进：${companyOf(lead)}` : '没看懂这句话';
}

function bodyAbout({ text, to, owner, doubts }: View, { ownerId }: Lead): string {
  if (isAskedOfBot(text))
    return '这像是提问或指令，我还答不了。要看资料请点「查看」，要留一句话请点下面的按钮。';
  if (to._id !== ownerId) return `可以转给负责人 ${owner?.name ?? ''}。`;
  if (doubts.length)
    return `是${doubts.map((label) => `「${label}」`).join('还是')}吗？点一下，这句话会一起记下。`;
  return '没看出联系了客户。联系上了请点一下，这句话会一起记下。';
}

function buttonsAbout({ text, to, owner, inVain, doubts }: View, { _id, ownerId }: Lead): CardButton[] {
  const look = button('查看', 'view', _id);
  if (to._id !== ownerId) {
    const pass = button(`转给 ${owner?.name ?? '负责人'}`, 'remark', _id, { id: 'remark', rest: text });
    return mayManage(to) && ownerId ? [pass, look] : [look];
  }
  const keep = button('记为备注', 'remark', _id, { id: 'remark', rest: text });
  if (isAskedOfBot(text)) return [look, button('话术', 'scripts', _id), keep];
  return [
    ...doubts.map((label, i) => button(label, 'log', _id, { id: `doubt-${i}`, rest: `${label}：${text}` })),
    button('联系上了', 'log', _id, { id: 'reached', rest: `联系上了：${text}`, style: 'primary' }),
    ...(inVain && !doubts.includes(inVain)
      ? [button(inVain, 'log', _id, { id: 'in-vain', rest: `${inVain}：${text}` })]
      : []),
    keep,
    look,
  ];
}

function toButton(word: string, i: number): CardButton {
  return { id: `try-${i}`, label: word, command: word };
}
