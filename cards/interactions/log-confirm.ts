import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import type { Doubted, Interaction } from '../../src/domain/interactions/interaction.ts';
import { movesPromise, promiseAfter, promiseBeside } from '../../src/domain/interactions/kept-promise.ts';
import { describeScore } from '../../src/domain/interactions/visit.ts';
import { visitLines } from '../../src/domain/interactions/visit-items.ts';
import { dueFields } from '../../src/domain/journey/due-fields.ts';
import { frozenPaths, sameValue } from '../../src/domain/journey/locks.ts';
import { type ProposedMove, proposedMove } from '../../src/domain/journey/proposed-move.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { type LeadPath, valueAt } from '../../src/domain/leads/lead-fields.ts';
import { propertyShape } from '../../src/domain/playbook/options.ts';
import { describeValue } from '../../src/domain/records/field-value.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatMoneyRange, formatWhen } from '../format.ts';
import { describeAttempts, nextTries } from '../leads/attempts.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, type CardButton, type Fact, facts } from '../model.ts';

const OFFERED = 2;
/** As many as every platform shows at once. */
const MAX_BUTTONS = 6;

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
    const { lead, interaction } = view;
    const undone = interaction.state === 'undone';
    const confirmed = interaction.state === 'confirmed';
    return {
      kind: 'log-confirm',
      title: `${titleOf(view)}：${companyOf(lead)}`,
      emphasis: closing(view) ?? contactOrNot(view),
      facts: [
        {
          name: '编号',
          value: `${interaction._id}（${interaction.onCustomer ? `客户 ${lead.customerId}` : `线索 ${lead._id}`}）`,
        },
        ...statedFacts(view),
        ...facts({
          联系人: interaction.contact,
          动作: interaction.actions.map((a) => a.label).join('、'),
          金额: amountOf(interaction),
          异议: interaction.objections.map((o) => o.label).join('、'),
          场景: interaction.scenes.map((s) => s.label).join('、'),
          ...visitFacts(interaction),
          下次跟进: interaction.nextAt ? nextLine(view, interaction.nextAt) : undefined,
          阶段: stageLine(view),
          没把握: undone ? undefined : doubtsLine(view),
          日期: undone ? undefined : unreadLine(interaction),
          约定: undone ? undefined : appointmentLine(view),
        }),
      ],
      body: interaction.text,
      buttons: undone ? [button('查看', 'view', lead._id)] : buttonsOf(view),
      state: undone
        ? `已撤销，${interaction.onCustomer ? '客户' : '线索'}恢复到记录之前`
        : confirmed
          ? '已确认'
          : undefined,
    };
  },
});

/** What a visit adds to the record (C3). */
function visitFacts({ visit }: Interaction): Record<string, string | undefined> {
  if (!visit) return {};
  const { pains, ticks, todos } = visitLines(visit);
  return {
    痛点: pains,
    现场: ticks,
    待办: todos,
    拜访质量: `${describeScore(visit.score)}${visit.score.red ? '（偏低）' : ''}`,
  };
}

function titleOf({ interaction, to, lead, owner }: View): string {
  if (interaction.state === 'undone') return '已撤销';
  if (interaction.reached !== 'no') return '已记录';
  if (interaction.facts && lead.ownerId === interaction.by) return '已更新';
  const passedOn = interaction.remark && lead.ownerId !== interaction.by && to._id === interaction.by;
  return passedOn && owner ? `已转给 ${owner.name}` : '已记为备注';
}

/** The values it states: what they were and are, or why they are not written. */
function statedFacts(view: View): Fact[] {
  const { interaction, lead, version, now } = view;
  const { values = [], tags } = interaction.facts ?? {};
  const from = interaction.onCustomer ? view.customer?.traces : lead.traces;
  const changes = from?.find(({ interactionId }) => interactionId === interaction._id)?.facts ?? [];
  const frozen = frozenPaths(lead, now);
  const rows = values.map(({ path, value }) => {
    const name = propertyShape(version.playbook, path.replace(/^fields\./, ''))?.label ?? path;
    const change = changes.find((one) => one.path === path);
    if (change) return { name, value: `${describeValue(change.before)} → ${describeValue(change.after)}` };
    const isSame = sameValue(value, valueAt(lead, path as LeadPath) ?? null);
    const refused = frozen.has(path) && !isSame;
    const wanted = describeValue(value);
    return { name, value: refused ? `已锁定，没有修改，已转主管决定（想改为 ${wanted}）` : wanted };
  });
  return [
    ...rows,
    ...facts({ 加标签: tags?.add.join('、') || undefined, 去标签: tags?.remove.join('、') || undefined }),
  ];
}

/** Whether it counts as a contact, where it does not. */
function contactOrNot({ interaction, lead, now, timeZone }: View): Card['emphasis'] {
  if (interaction.state === 'undone') return undefined;
  if (interaction.onCustomer)
    return interaction.facts ? undefined : { text: '记在客户上，没有线索，到时不会提醒', tone: 'info' };
  if (interaction.reached === 'yes') return undefined;
  if (interaction.reached === 'attempt' && lead.attempts)
    return { text: describeAttempts(lead.attempts, now, timeZone), tone: 'info' };
  return interaction.by === lead.ownerId && !interaction.facts
    ? { text: '不算联系客户，计时照常', tone: 'info' }
    : undefined;
}

/** The move the record proposes: by an action, or in the stage's own words. Its owner's to make. */
function moveIn({ interaction, lead, version, to }: View): ProposedMove | undefined {
  return lead.ownerId === to._id ? proposedMove(interaction, lead, version.playbook) : undefined;
}

function moveButton(view: View): CardButton[] {
  const stage = moveIn(view)?.stage;
  if (!stage) return [];
  return [
    button(`推进到${stage.label}`, 'advance', view.lead._id, {
      id: `advance-${stage.id}`,
      rest: stage.label,
    }),
  ];
}

/** What was understood of the stage, where the record names it in words. */
function stageLine(view: View): string | undefined {
  const move = moveIn(view);
  return move?.said && `听起来已到「${move.stage.label}」（“${move.said}”），点一下才推进`;
}

/**
 * What has become due with this contact, two at most and as far as there is room: offered to its owner, never pressed
 * (C8).
 */
function offered({ interaction, lead, to, version }: View, room: number): CardButton[] {
  if (interaction.reached !== 'yes' || lead.ownerId !== to._id || !isOpen(lead)) return [];
  return dueFields(lead, to, version.playbook)
    .slice(0, Math.min(OFFERED, room))
    .map(({ id, label }) => button(`填 ${label}`, 'ask-field', lead._id, { id: `ask-${id}`, rest: label }));
}

function buttonsOf(view: View): CardButton[] {
  const own = ownButtons(view);
  return [...own, ...offered(view, Math.max(0, MAX_BUTTONS - own.length))];
}

function ownButtons(view: View): CardButton[] {
  const { interaction, lead, now, timeZone } = view;
  const correct = button('更正', 'correct', interaction._id);
  const taps = [...tapsOf(view), ...otherDate(view)];
  const settled = interaction.state === 'confirmed' || interaction.reached === 'no';
  if (settled) return [...taps, ...moveButton(view), correct, button('撤销', 'undo', interaction._id)];
  const undo = button('撤销', 'undo', interaction._id, { style: 'danger' });
  return interaction.reached === 'attempt' && !interaction.onCustomer
    ? [...taps, ...nextTries(lead._id, now, timeZone), correct, undo]
    : [
        ...taps,
        button('确认', 'confirm', interaction._id, { style: 'primary' }),
        ...moveButton(view),
        correct,
        undo,
      ];
}

/**
 * What the line may say besides, a tap each; once the record is confirmed only how the deal ended can still be said.
 * The end of a deal that was tapped can be taken back by itself.
 */
function tapsOf(view: View): CardButton[] {
  const { interaction } = view;
  const ended = endOf(view, interaction.actions);
  const taps = openTaps(view).map((doubt) =>
    button(
      endOf(view, [doubt]) ? closingTap(doubt) : `+ ${doubt.label}`,
      // The handler asks for what the gate of that end still misses.
      'complete',
      interaction._id,
      { rest: doubt.label },
    ),
  );
  return ended
    ? [...taps, button(`不是${ended.label}`, 'undo', interaction._id, { rest: ended.label })]
    : taps;
}

function openTaps(view: View): Doubted[] {
  const { doubtful = [], state } = view.interaction;
  const isClosed = !isOpen(view.lead);
  return doubtful.filter((doubt) => (endOf(view, [doubt]) ? !isClosed : state === 'recorded'));
}

function closingTap({ label }: Doubted): string {
  return `${label}，关闭线索`;
}

function endOf({ version }: View, said: readonly { id: string }[]) {
  return version.playbook.actions.find((rule) => rule.closes && said.some(({ id }) => id === rule.id));
}

/** A deal never ends by words alone: that a tap ends the lead is said beforehand. */
function closing(view: View): Card['emphasis'] {
  const { interaction, lead } = view;
  if (interaction.state === 'undone' || !isOpen(lead) || endOf(view, interaction.actions)) return undefined;
  const rule = endOf(view, interaction.doubtful ?? []);
  return rule && { text: `线索还没有关闭，要关闭请点「${rule.label}，关闭线索」`, tone: 'warn' };
}

function doubtsLine(view: View): string | undefined {
  const asked = openTaps(view).filter((doubt) => !endOf(view, [doubt]));
  return asked.length ? `${asked.map(({ label }) => label).join('、')}（点一下才算）` : undefined;
}

/** What the record left of an appointment it says nothing of: people must not have to guess. */
function appointmentLine({ lead, interaction, now, timeZone }: View): string | undefined {
  const before = promiseAfter(lead, interaction);
  if (!before) return undefined;
  const when = formatWhen(before.at, now, timeZone);
  return before.kept ? `${when} 的约定保留` : `${when} 的约定已取消`;
}

const WHY_UNREAD = {
  'no-such-date': (text: string) => `没有“${text}”这个时间`,
  'not-understood': (text: string) => `没看懂“${text}”`,
  over: (text: string) => `“${text}”已经过了`,
  'no-time': (text: string) => `“${text}”没说几点`,
};

/** A date that sets no reminder is said, or its author waits for one. */
function unreadLine({ _id, unread = [], nextAt }: Interaction): string | undefined {
  if (!unread.length) return undefined;
  const said = unread.map(({ text, why }) => WHY_UNREAD[why](text)).join('，');
  return nextAt ? said : `${said}，没有设提醒。请补充，例如：补充 ${_id} 明天下午3点回访`;
}

function amountOf(interaction: Interaction): string | undefined {
  if (interaction.amountFen === undefined) return undefined;
  return formatMoneyRange(interaction.amountFen, interaction.amountMaxFen ?? interaction.amountFen);
}

/** The date it names, and which appointment stands where that is another one. */
function nextLine(view: View, at: Date): string {
  const { interaction, now, timeZone } = view;
  const when = formatWhen(at, now, timeZone);
  const line = interaction.nextPrecision === 'time' ? when : `${when}（未说时间，按上班时间提醒）`;
  const beside = besideOf(view);
  if (!beside) return line;
  return 'stands' in beside
    ? `仍按 ${formatWhen(beside.stands, now, timeZone)} 提醒；${when} 没有另设提醒`
    : `${line}；原定 ${formatWhen(beside.gaveWay, now, timeZone)} 已改为这个时间`;
}

function besideOf({ interaction, lead, now }: View): ReturnType<typeof promiseBeside> {
  const counts = interaction.state !== 'undone' && !interaction.onCustomer && isOpen(lead);
  return counts ? promiseBeside(lead, interaction, now) : undefined;
}

/** One lead has one next date: the other of the two in one tap. */
function otherDate(view: View): CardButton[] {
  const { interaction, lead, to, timeZone } = view;
  const beside = besideOf(view);
  if (!beside || !interaction.nextAt || lead.ownerId !== to._id) return [];
  const [id, label, at] =
    'stands' in beside
      ? (['next-instead', '改按这次的时间', interaction.nextAt] as const)
      : (['next-keep', '保留原约定', beside.gaveWay] as const);
  if ('gaveWay' in beside && movesPromise(interaction.text)) return [];
  const rest = format(new TZDate(at, timeZone), 'yyyy年M月d日 HH:mm');
  return [button(label, lead.status === 'touched' ? 'postpone' : 'retry', lead._id, { id, rest })];
}
