import { stillRuns } from '../../src/domain/clocks/clock-rules.ts';
import { normalisePhone } from '../../src/domain/normalise/phone.ts';
import type { OrderNews } from '../../src/domain/orders/decision.ts';
import type { Offer } from '../../src/domain/orders/offers.ts';
import { isOpenOrder, ORDER_STATES, type Order } from '../../src/domain/orders/order.ts';
import type { OrderView } from '../../src/domain/orders/view.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import { button, type Verb } from '../actions.ts';
import { defineCard } from '../define.ts';
import { formatWhen } from '../format.ts';
import { type Card, type CardButton, facts } from '../model.ts';

interface View extends OrderView {
  to: Colleague;
  now: Date;
  news: OrderNews | undefined;
  /** It reminds somebody of what is late. */
  late: string | undefined;
}

const LINES = 3;

/** An order, for whoever asked and for whoever does it; each sees what they may and can do (E1). */
export const order = defineCard<View>({
  kind: 'order',
  async load({ read, refs, params, to, now }) {
    const view = await read.order(refs.order ?? '');
    if (!view) return null;
    const late = typeof params.late === 'string' ? params.late : undefined;
    if (late && !isLateStill(view.order, params)) {
      // Settled meanwhile: not sent, there is nothing to remind of; sent, it shows how it stands now.
      if (params.sent !== true) return isOpenOrder(view.order) ? 'moved' : 'closed';
      return { ...view, to, now, news: undefined, late: undefined };
    }
    return { ...view, to, now, news: params.news as OrderNews | undefined, late };
  },
  render(view): Card {
    const { order: one, offers } = view;
    const isOver = !isOpenOrder(one);
    return {
      kind: 'order',
      title: `${one._id} ${one.label} · ${one.company}`,
      emphasis: emphasisOf(view),
      facts: facts({
        联系人: view.contact?.name,
        电话: view.contact?.phone && normalisePhone(view.contact.phone).display,
        地址: view.contact?.address,
        ...deadline(view),
        接单人: whoHasIt(view),
        约定时间: one.bookedAt && formatWhen(one.bookedAt, view.now, zone(view)),
        ...Object.fromEntries(view.fields.map(({ label, value }) => [label, value])),
        还缺: view.missing.join('、'),
        步骤: view.steps.map(({ label, done }) => `${done ? '✓' : '○'}${label}`).join(' '),
        开单人: view.requesterName,
      }),
      body: historyOf(view),
      buttons: offers.map((offer) => buttonOf(one._id, offer)),
      state: isOver ? [ORDER_STATES[one.state], one.reason].filter(Boolean).join('：') : undefined,
    };
  },
});

/** Whether the clock that reminds runs on. */
function isLateStill(one: Order, { clock, startedAt }: Record<string, unknown>): boolean {
  if (typeof clock !== 'string' || !(startedAt instanceof Date)) return isOpenOrder(one);
  return stillRuns(one, { name: clock, startedAt });
}

function zone({ version }: View): string {
  return version.playbook.calendar.timeZone;
}

function emphasisOf(view: View): Card['emphasis'] {
  const { order: one, late, to, taken, stands } = view;
  if (late && isOpenOrder(one)) return { text: `${late}，${stands}`, tone: 'danger' };
  if (one.state === 'done') return { text: '已完成', tone: 'good' };
  if (!isOpenOrder(one)) return { text: stands, tone: 'warn' };
  const isWorker = one.assigneeId === to._id;
  if (taken && !isWorker && one.state !== 'waiting' && one.acceptedAt && one.state === 'accepted')
    return { text: taken, tone: 'good' };
  return { text: stands, tone: one.state === 'paused' ? 'warn' : 'info' };
}

/** The number of whoever has it stands here for those who asked. */
function whoHasIt({ assignee, to, order: one }: View): string | undefined {
  if (!assignee) return undefined;
  if (assignee._id === to._id) return '您';
  const phone = one.state !== 'waiting' && assignee.phone ? normalisePhone(assignee.phone).display : '';
  return [assignee.name, phone].filter(Boolean).join(' ');
}

const DEADLINES: Record<string, string> = {
  'order-accept': '接单时限',
  'order-finish': '完成时限',
  'order-pause': '暂停到',
};

function deadline(view: View): Record<string, string | undefined> {
  const { order: one, now } = view;
  const clock = one.clocks[0];
  if (!clock) return {};
  const name = DEADLINES[clock.name] ?? '时限';
  const at = clock.deadline ?? clock.dueAt;
  const isLate = at <= now && clock.name !== 'order-pause';
  return { [name]: `${formatWhen(at, now, zone(view))}${isLate ? '（已超时）' : ''}` };
}

/** The newest lines of its log. */
function historyOf({ order: one, now, version }: View): string {
  const { timeZone } = version.playbook.calendar;
  return one.log
    .slice(-LINES)
    .map(({ at, text }) => `${formatWhen(at, now, timeZone)} ${text}`)
    .join('\n');
}

const VERB: Record<Offer['what'], Verb> = {
  accept: 'order-accept',
  approve: 'order-approve',
  reject: 'order-reject',
  step: 'order-step',
  finish: 'order-finish',
  return: 'order-return',
  resume: 'order-resume',
  cancel: 'order-cancel',
  answer: 'order-fill',
};

function buttonOf(id: string, { what, label, rest, main, disabled }: Offer): CardButton {
  const style = main ? 'primary' : what === 'cancel' || what === 'reject' ? 'danger' : undefined;
  return button(label, VERB[what], id, { id: what, ...(rest && { rest }), style, disabled });
}
