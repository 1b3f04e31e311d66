import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { promiseAfter } from '../../src/domain/interactions/kept-promise.ts';
import { truncateText } from '../../src/domain/normalise/text.ts';
import { button, commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, contactOf, formatMoneyRange, formatWhen } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, facts } from '../model.ts';

interface View extends LeadView {
  interaction: Interaction;
}

/** What was understood of a typed note (C1), recorded already: one tap confirms, a line corrects, undo takes back. */
export const logConfirm = defineCard<View>({
  kind: 'log-confirm',
  async load(request) {
    const interaction = await request.read.interaction(request.refs.interaction ?? '');
    if (!interaction) return null;
    const view = await loadLeadView({ ...request, refs: { lead: interaction.leadId } });
    return view && { ...view, interaction };
  },
  render(view): Card {
    const { lead, interaction, now, timeZone } = view;
    const undone = interaction.state === 'undone';
    const confirmed = interaction.state === 'confirmed';
    return {
      kind: 'log-confirm',
      title: `${undone ? '已撤销' : '已记录'}：${companyOf(lead)}`,
      emphasis: closing(view),
      facts: [
        { name: '编号', value: `${interaction._id}（线索 ${lead._id}）` },
        ...facts({
          联系人: interaction.contact,
          动作: interaction.actions.map((a) => a.label).join('、'),
          金额: amountOf(interaction),
          异议: interaction.objections.map((o) => o.label).join('、'),
          场景: interaction.scenes.map((s) => s.label).join('、'),
          下次跟进: interaction.nextAt ? nextLine(interaction, interaction.nextAt, now, timeZone) : undefined,
          约定: undone ? undefined : appointmentLine(view),
        }),
      ],
      body: interaction.text,
      buttons: undone
        ? [button('查看', 'view', lead._id)]
        : confirmed
          ? [button('更正', 'correct', interaction._id), button('撤销', 'undo', interaction._id)]
          : [
              button('确认', 'confirm', interaction._id, { style: 'primary' }),
              button('更正', 'correct', interaction._id),
              button('撤销', 'undo', interaction._id, { style: 'danger' }),
            ],
      state: undone ? '已撤销，线索恢复到记录之前' : confirmed ? '已确认' : undefined,
    };
  },
});

/** A tap that ends the lead says so beforehand. */
function closing({ interaction, version }: View): Card['emphasis'] {
  if (interaction.state !== 'recorded') return undefined;
  const rule = version.playbook.actions.find(
    (a) => a.closes && interaction.actions.some((done) => done.id === a.id),
  );
  return rule && { text: `确认后，这条线索将以「${rule.label}」关闭`, tone: 'warn' };
}

/** What the record left of an appointment it says nothing of: people must not have to guess. */
function appointmentLine({ lead, interaction, now, timeZone }: View): string | undefined {
  const before = promiseAfter(lead, interaction);
  if (!before) return undefined;
  const when = formatWhen(before.at, now, timeZone);
  return before.kept ? `${when} 的约定保留` : `${when} 的约定已取消`;
}

function amountOf(interaction: Interaction): string | undefined {
  if (interaction.amountFen === undefined) return undefined;
  return formatMoneyRange(interaction.amountFen, interaction.amountMaxFen ?? interaction.amountFen);
}

function nextLine(interaction: Interaction, at: Date, now: Date, timeZone: string): string {
  const when = formatWhen(at, now, timeZone);
  return interaction.nextPrecision === 'time' ? when : `${when}（未说时间，按上班时间提醒）`;
}

/** Characters of a note: its writer knows the rest. */
const SHOWN_BACK = 100;

interface ChooseView {
  text: string;
  options: { id: string; label: string }[];
}

/** The note fits several customers, or none: ask, never guess. The choice completes the typed line. */
export const chooseCustomer = defineCard<ChooseView>({
  kind: 'choose-customer',
  async load(request) {
    const ids = Array.isArray(request.params.leadIds) ? request.params.leadIds.map(String) : [];
    const leads = await Promise.all(ids.map((id) => request.read.lead(id)));
    return {
      text: String(request.params.text ?? ''),
      options: leads.flatMap((lead) =>
        lead ? [{ id: lead._id, label: `${companyOf(lead)} ${contactOf(lead)}（${lead._id}）` }] : [],
      ),
    };
  },
  render({ text, options }): Card {
    return {
      kind: 'choose-customer',
      title: options.length === 1 ? '要把这句话记为跟进吗？' : '这条记录是哪位客户的？',
      facts: [],
      quote: truncateText(text, SHOWN_BACK, '…'),
      body: options.length ? undefined : '没有找到对应的客户。请在前面加上线索编号，例如：L1024 已报价50万',
      selects: options.length ? [{ id: 'lead', label: '客户', options }] : undefined,
      buttons: options.length
        ? [
            {
              id: 'log',
              label: '记到这位客户',
              command: commandText('log', '{lead}', text),
              style: 'primary',
            },
          ]
        : [],
    };
  },
});
