import { notRead, openQuestions, type SentDocument } from '../../src/domain/documents/document.ts';
import { concernsOf } from '../../src/domain/documents/filing.ts';
import { documentTypes } from '../../src/domain/documents/journey-papers.ts';
import { isNameOf, nameOnForm } from '../../src/domain/documents/named-customer.ts';
import type { DocumentTemplate } from '../../src/domain/documents/template.ts';
import { stageItems } from '../../src/domain/journey/gate.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import { button, commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, contactOf, formatWhen } from '../format.ts';
import type { Card, CardButton, CardSelect, Fact } from '../model.ts';
import { certainty } from './certainty.ts';

interface View {
  document: SentDocument;
  template: DocumentTemplate | undefined;
  lead: Lead | null;
  /** The customer's name as the form has it, when it is not the chosen customer's. */
  otherName: string | undefined;
  candidates: Lead[];
  version: PlaybookVersion;
  note: string | undefined;
  /** Whose the document is that it looks like. */
  likeOf: string | undefined;
  /** May make a new kind of form of it. */
  mayPropose: boolean;
  now: Date;
}

/** A form somebody sent, from arriving to filed: what was read, how surely, for whom, and what is open (D1). */
export const document = defineCard<View>({
  kind: 'document',
  async load({ refs, params, read, now, to }) {
    const found = await read.document(refs.document ?? '');
    if (!found) return null;
    const version = await read.playbook();
    const template = version.playbook.documents.find(({ id }) => id === found.template);
    const lead = found.leadId ? await read.lead(found.leadId) : null;
    const customer = lead && (await read.customer(lead.customerId));
    const name = nameOnForm(found, template);
    const own = lead && { name: lead.company, aliases: customer?.aliases ?? [], city: lead.city };
    const candidates = await Promise.all(found.candidates.map((id) => read.lead(id)));
    return {
      document: found,
      template,
      lead,
      otherName: name && (!own || !isNameOf(name, own)) ? name : undefined,
      candidates: candidates.filter((lead) => lead !== null),
      version,
      likeOf: found.like && (await read.person(found.like.by))?.name,
      mayPropose: mayChangePlaybook(to),
      note: typeof params.note === 'string' ? params.note : undefined,
      now,
    };
  },
  render(view): Card {
    const { document: found, note } = view;
    const base = { kind: 'document', facts: [], buttons: [], body: note };
    const name = found.label ?? `文件「${found.fileName}」`;
    switch (found.state) {
      case 'reading':
        return {
          ...base,
          title: `${found._id} ${name}`,
          underWay: true,
          emphasis: {
            text: `正在识别 ${Math.min(found.pages.length + 1, found.pageCount)}/${found.pageCount} 页`,
            tone: 'info',
          },
        };
      case 'failed':
        return {
          ...base,
          title: `${found._id} ${name}`,
          emphasis: { text: found.error ?? '没有读出来', tone: 'danger' },
        };
      case 'discarded':
        return { ...base, title: `${found._id} ${name}`, state: '未归档，原件保留' };
      case 'review':
        return { ...base, ...review(view), title: `${found._id} ${name}` };
      case 'filed':
        return { ...base, ...filed(view), title: `${found._id} ${name}` };
    }
  },
});

function review(view: View): Pick<Card, 'emphasis' | 'facts' | 'body' | 'selects' | 'buttons'> {
  const { document: found, template, lead, note } = view;
  const open = openQuestions(found, template).length;
  const emphasis = (text: string, tone: 'warn' | 'good' | 'info'): Card['emphasis'] => ({ text, tone });
  if (!found.label) {
    return {
      emphasis: emphasis('没有认出这是什么文件', 'warn'),
      facts: [],
      body: note,
      ...typeChoice(view),
    };
  }
  if (found.like) return sameAgain(view);
  const ready = lead !== null && open === 0;
  const unread = notRead(found, template);
  return {
    emphasis: view.otherName
      ? { text: nobodysName(view, view.otherName), tone: 'danger' }
      : !lead
        ? emphasis('请选择客户', 'warn')
        : open
          ? emphasis(`${open} 项需要核对`, 'warn')
          : unread.length
            ? emphasis(`没有读到：${unread.join('、')}，请对照原图`, 'warn')
            : template
              ? emphasis('已读全，请确认后归档', 'good')
              : emphasis('没有要读的栏目，请确认后归档', 'info'),
    facts: [...customerFact(view), ...valueFacts(view), ...concernFacts(view), ...otherFacts(view)],
    body:
      [note, template ? `改正：填写 ${found._id} 项目 内容` : undefined].filter(Boolean).join('\n') ||
      undefined,
    selects: customerSelect(view),
    buttons: [
      ...(open ? [button('逐项核对', 'document-check', found._id, { style: 'primary' })] : []),
      ...(ready && !view.otherName ? [button('归档', 'document-file', found._id, { style: 'primary' })] : []),
      ...customerButton(view),
      ...(ready && view.otherName ? [button('仍归到这位客户', 'document-file', found._id)] : []),
      button('看原图', 'document-picture', found._id),
      button('不归档', 'document-discard', found._id),
    ],
  };
}

/** A form names its customer: whoever was chosen instead is said before anything else. */
function nobodysName({ lead, document: { heldBy } }: View, name: string): string {
  const holder = heldBy ? `，可能是${heldBy}的客户` : '';
  return lead
    ? `表上的客户是「${name}」，不是${companyOf(lead)}${holder}`
    : `「${name}」不在您的客户里${holder}。请选择客户`;
}

/** Another photo of the same paper, as it seems: people say whether it is. */
function sameAgain(view: View): Pick<Card, 'emphasis' | 'facts' | 'body' | 'buttons'> {
  const { document: found, version, likeOf, now, note } = view;
  const { id, at } = found.like ?? { id: '', at: now };
  const sent = `${likeOf ?? '同事'} ${formatWhen(at, now, version.playbook.calendar.timeZone)} 发的`;
  return {
    emphasis: { text: `和 ${id} 是同一份吗？`, tone: 'warn' },
    facts: [{ name: id, value: sent }, ...customerFact(view), ...valueFacts(view)],
    body: note,
    buttons: [
      button('是同一份，不归档', 'document-discard', found._id),
      button('不是同一份', 'document-another', found._id, { style: 'primary' }),
      button('看原图', 'document-picture', found._id),
    ],
  };
}

function filed(view: View): Pick<Card, 'facts' | 'body' | 'buttons' | 'state'> {
  const { document: found, lead, version, now } = view;
  const { timeZone } = version.playbook.calendar;
  return {
    facts: [...customerFact(view), ...valueFacts(view), ...concernFacts(view)],
    body: lead ? stageLine(lead, version) : undefined,
    buttons: [
      button('看原图', 'document-picture', found._id),
      button('撤销归档', 'document-undo', found._id, { style: 'danger' }),
    ],
    state: found.filed && `已归档 ${formatWhen(found.filed.at, now, timeZone)}`,
  };
}

/** What the stage the lead stands in still waits for. */
function stageLine(lead: Lead, { playbook }: PlaybookVersion): string | undefined {
  const { stage, items } = stageItems(lead, playbook);
  if (!items.length) return undefined;
  const missing = items.filter(({ has }) => !has).map(({ label }) => label);
  return missing.length ? `「${stage}」还缺：${missing.join('、')}` : `「${stage}」需要的材料已齐`;
}

function customerFact({ lead }: View): Fact[] {
  return lead ? [{ name: '客户', value: `${companyOf(lead)}（${lead._id}）` }] : [];
}

function valueFacts({ document: { values }, template }: View): Fact[] {
  return (template?.fields ?? []).flatMap((field) => {
    const value = values.find((one) => one.field === field.id);
    if (!value || (!value.value && !field.required)) return [];
    return [{ name: field.label, value: `${value.value || '没有读到'}${certainty(value)}` }];
  });
}

function concernFacts({ document: found, template, version }: View): Fact[] {
  const { labels, fresh } = concernsOf(found, template, version.playbook);
  if (!labels.length) return [];
  return [
    {
      name: '记入顾虑',
      value: labels.map((label) => (fresh.includes(label) ? `${label}（新词）` : label)).join('、'),
    },
  ];
}

/** What the form asks for besides, so that nobody thinks it was read. */
function otherFacts({ document: { others = [] } }: View): Fact[] {
  return others.length ? [{ name: '表上还有', value: others.join('、') }] : [];
}

/** All types the journey and the playbook know; what the customer's stage waits for comes first. */
function typeChoice({
  document: found,
  version,
  lead,
  candidates,
  mayPropose,
}: View): Pick<Card, 'selects' | 'buttons'> {
  const { playbook } = version;
  const waited = [...(lead ? [lead] : candidates)].flatMap((one) =>
    stageItems(one, playbook)
      .items.filter(({ has, kind }) => !has && kind === 'document')
      .map(({ name }) => name),
  );
  const types = documentTypes(playbook);
  const names = [...new Set([...waited.filter((name) => types.includes(name)), ...types])];
  const command = commandText('document-type', found._id, '{type}');
  const choose: CardButton = { id: 'type', label: '就是它', command, style: 'primary' };
  return {
    selects: [{ id: 'type', label: '这是', options: names.map((name) => ({ id: name, label: name })) }],
    buttons: [
      choose,
      ...(mayPropose ? [button('做成新表单', 'template-propose', found._id)] : []),
      button('看原图', 'document-picture', found._id),
      button('不归档', 'document-discard', found._id),
    ],
  };
}

function customerSelect({ lead, candidates }: View): CardSelect[] | undefined {
  const others = candidates.filter(({ _id }) => _id !== lead?._id);
  if (!others.length) return undefined;
  const options = others.map((one) => ({
    id: one._id,
    label: `${companyOf(one)} ${contactOf(one)}（${one._id}）`,
  }));
  return [{ id: 'lead', label: lead ? '换成' : '客户', options }];
}

function customerButton(view: View): CardButton[] {
  const { document: found, lead } = view;
  if (!customerSelect(view)) return [];
  const command = commandText('document-customer', found._id, '{lead}');
  return [
    { id: 'customer', label: lead ? '换客户' : '选这位客户', command, style: lead ? undefined : 'primary' },
  ];
}
