/** What somebody is offered to do with an order: the buttons of its card and of its page. */
import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import type { OrderType } from '../playbook/orders.ts';
import { isOpenOrder, isUnderWay, type Order } from './order.ts';
import { nextStep, unmetNeed } from './order-type.ts';
import { doesStep, isInQueue, isRequester, leadsOrder } from './parts.ts';

export interface Offer {
  what: 'accept' | 'approve' | 'reject' | 'step' | 'finish' | 'return' | 'resume' | 'cancel' | 'answer';
  label: string;
  /** The step. */
  rest?: string | undefined;
  main?: boolean | undefined;
  /** Why not yet; it is shown greyed. */
  disabled?: string | undefined;
}

export function offersFor(
  order: Order,
  type: OrderType,
  lead: Lead,
  person: Colleague,
  people: ReadonlyMap<string, Colleague>,
  /** Something required is not known. */
  lacksFields: boolean,
): Offer[] {
  if (!isOpenOrder(order)) return [];
  const isMine = order.assigneeId === person._id;
  const leads = leadsOrder(person, order, people);
  const offers: Offer[] = [];
  if (order.approvers.includes(person._id))
    offers.push({ what: 'approve', label: '同意', main: true }, { what: 'reject', label: '驳回' });
  if (order.state === 'waiting' && order.ready) {
    const canTake = isMine || (order.assigneeId === undefined && isInQueue(person, order));
    if (canTake) offers.push({ what: 'accept', label: '接单', main: true, disabled: unmetNeed(type, lead) });
    if (isMine) offers.push({ what: 'return', label: '退回' });
  }
  const step = nextStep(type, order);
  const works = isUnderWay(order);
  if (
    works &&
    step &&
    doesStep(person, step.by, order, people) &&
    (!leads || isMine || !step.by.includes('assignee'))
  )
    offers.push({ what: 'step', label: step.label, rest: step.label, main: true });
  if (isMine && works && !step && !order.check) offers.push({ what: 'finish', label: '完成', main: true });
  if (isMine && works) offers.push({ what: 'return', label: '退回' });
  if (isMine && order.state === 'paused') offers.push({ what: 'resume', label: '恢复', main: true });
  if (isRequester(person, order) && lacksFields) offers.push({ what: 'answer', label: '补填' });
  if (isRequester(person, order) && !isMine) offers.push({ what: 'cancel', label: '取消工单' });
  return offers;
}
