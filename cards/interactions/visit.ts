import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { counts } from '../../src/domain/interactions/visit.ts';
import { OFFERED_PAINS, visitItems, visitLines } from '../../src/domain/interactions/visit-items.ts';
import { truncateText } from '../../src/domain/normalise/text.ts';
import type { QuestionItem } from '../../src/domain/questions/item.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatDay, formatWhen } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, type CardButton, type Fact, facts } from '../model.ts';

interface View extends LeadView {
  record: Interaction;
  /** Asked now; none once the visit is over. */
  item: QuestionItem | undefined;
  /** The last record before this one. */
  last: Interaction | undefined;
}

const HISTORY = 20;
const DAYS_OFFERED = 3;
/** Ticks that are buttons of their own, beside the two ways out. */
const OFFERED_TICKS = 4;
const MAX_LAST = 60;
/** Listed by number; more than a phone shows are typed by name. */
const MAX_LISTED = 12;

/** What is still to be known of a visit (C3), one question at a time on one card. */
export const visit = defineCard<View>({
  kind: 'visit',
  async load(request) {
    const record = await request.read.interaction(request.refs.interaction ?? '');
    const view = record && (await loadLeadView({ ...request, refs: { lead: record.leadId } }));
    if (!record?.visit || !view) return null;
    const earlier = (await request.read.notes(record.leadId, HISTORY)).filter(
      ({ _id }) => _id !== record._id,
    );
    const history = earlier.map(({ text, objections }) =>
      [text, ...objections.map((o) => o.label)].join(' '),
    );
    const [item] = record.state === 'undone' ? [] : visitItems(record, history, view.version.playbook);
    return { ...view, record, item, last: earlier[0] };
  },
  render(view): Card {
    const { lead, record, item, last, now, timeZone } = view;
    const title = `拜访 ${lead._id} · ${companyOf(lead)}`;
    const said = soFar(view);
    if (!item) {
      const state = record.state !== 'undone' ? '拜访已记好' : counts(record) ? '已撤销' : '已取消，没有记';
      return { kind: 'visit', title, facts: said, buttons: [], state };
    }
    const before = last && `${formatWhen(last.at, now, timeZone)} ${truncateText(last.text, MAX_LAST, '…')}`;
    return {
      kind: 'visit',
      title,
      emphasis: { text: item.prompt ?? item.label, tone: 'info' },
      facts: [...said, ...facts({ 上次: before })],
      body: how(item),
      buttons: [
        ...answers(item, view),
        button('没有', 'ask-answer', lead._id, { id: 'none', rest: `${item.label}：没有` }),
        button('就这些', 'ask-done', lead._id),
      ],
    };
  },
});

function soFar({ record, now, timeZone }: View): Fact[] {
  if (!record.visit) return [];
  const { pains, ticks, todos } = visitLines(record.visit);
  return facts({
    痛点: pains,
    现场: ticks,
    待办: todos,
    地点: record.visit.place,
    下次: record.nextAt ? formatWhen(record.nextAt, now, timeZone) : undefined,
  });
}

function answers(item: QuestionItem, { lead, version, now }: View): CardButton[] {
  const answer = (value: string, label = value) =>
    button(label, 'ask-answer', lead._id, { id: `answer-${value}`, rest: `${item.label}：${value}` });
  if (item.kind === 'date') {
    const calendar = calendarOf(version.playbook);
    const days = Array.from({ length: DAYS_OFFERED }, (_, i) =>
      calendar.dayKey(calendar.addWorkdays(now, i + 1)),
    );
    return days.map((day) => answer(day, formatDay(day)));
  }
  const shown = item.id === 'pains' ? OFFERED_PAINS : OFFERED_TICKS;
  return item.options.slice(0, shown).map(({ value }) => answer(value));
}

function how({ kind, options }: QuestionItem): string {
  if (kind === 'date') return '也可以直接回复，例如：下周二下午3点演示';
  if (kind === 'file') return '把照片直接发到这里。';
  const list = options.slice(0, MAX_LISTED).map(({ value }, i) => `${i + 1} ${value}`);
  return `几项一起：回复编号（1 3），或一句话说完，例如：带了样品 待办 周五发方案 下周二再来\n${list.join('  ')}`;
}
