/** Who is what to an order, and whom a playbook's words stand for. */
import { type Colleague, managersOf, subordinatesOf } from '../people/person.ts';
import { mayManage } from '../people/scope.ts';
import type { OrderApprover, OrderType, StepDoer } from '../playbook/orders.ts';
import type { Order } from './order.ts';

type People = ReadonlyMap<string, Colleague>;

/** Whoever asked for it, or looks after the lead. */
export function isRequester({ _id }: Pick<Colleague, '_id'>, order: Order): boolean {
  return order.requesterId === _id || order.ownerId === _id;
}

/** Could take it from its queue. */
export function isInQueue(person: Colleague, { queue, queueRegion }: Order): boolean {
  const { active, role, regions } = person;
  return (
    active &&
    role === queue &&
    (queueRegion === undefined || !regions.length || regions.includes(queueRegion))
  );
}

/** Leads somebody who has to do with it: may act for them. */
export function leadsOrder(person: Colleague, order: Order, people: People): boolean {
  if (!mayManage(person)) return false;
  if (person.role === 'director' || person.role === 'admin') return true;
  const below = subordinatesOf(person, people.values());
  return [order.ownerId, order.requesterId, order.assigneeId].some((id) => id !== undefined && below.has(id));
}

/** May do what this step asks for. */
export function doesStep(person: Colleague, by: readonly StepDoer[], order: Order, people: People): boolean {
  return by.some((doer) => {
    if (doer === 'assignee')
      return (
        order.assigneeId === person._id ||
        (order.assigneeId !== undefined && leadsOrder(person, order, people))
      );
    if (doer === 'requester') return isRequester(person, order);
    return person.role === doer;
  });
}

/** Everybody who can take it now, by id; away and unreachable people are left out where others are there. */
export function queueOf(order: Order, people: People, now: Date): Colleague[] {
  const all = [...people.values()].filter((person) => isInQueue(person, order));
  const here = all.filter((person) => !isAway(person, now) && !person.unreachable);
  return here.length ? here : all;
}

export function isAway({ absence }: Pick<Colleague, 'absence'>, now: Date): boolean {
  return absence !== undefined && absence.from <= now && now < absence.until;
}

/** Who leads the people of a queue, or the one who has it: told when they are late. */
export function leadsOfWork(order: Order, people: People, now: Date): string[] {
  const assignee = order.assigneeId ? people.get(order.assigneeId) : undefined;
  const workers = assignee ? [assignee] : queueOf(order, people, now);
  const leads = workers.flatMap((person) => managersOf(person, people).slice(0, 1));
  return [...new Set((leads.length ? leads : withRole('director', people)).map(({ _id }) => _id))];
}

/** One level above those who lead the work. */
export function bossesOfWork(order: Order, people: People, now: Date): string[] {
  const leads = leadsOfWork(order, people, now).flatMap((id) => people.get(id) ?? []);
  return [...new Set(leads.map((lead) => (managersOf(lead, people)[0] ?? lead)._id))];
}

function withRole(role: Colleague['role'], people: People): Colleague[] {
  return [...people.values()].filter((person) => person.active && person.role === role);
}

/**
 * Who is asked for a yes: never one of `not`. Where that leaves nobody, it goes one level up until somebody is there.
 * @returns ids; empty when nobody in the company can say yes
 */
export function approversFor(
  by: OrderApprover,
  about: Colleague | undefined,
  people: People,
  not: readonly (string | undefined)[],
): string[] {
  const chain = about ? managersOf(about, people) : [];
  const ladder: Colleague[][] = [
    ...(by === 'finance' ? [withRole('finance', people)] : []),
    ...(by === 'manager' || by === 'finance' ? [chain.slice(0, 1)] : []),
    ...(by !== 'director' && by !== 'admin' ? [chain.slice(1, 2)] : []),
    ...(by !== 'admin' ? [withRole('director', people)] : []),
    withRole('admin', people),
  ];
  const ids = ladder.map((rung) => rung.map(({ _id }) => _id).filter((id) => !not.includes(id)));
  return ids.find((rung) => rung.length) ?? [];
}

/** Of those who can take it, whoever has the fewest orders open; the same one each time where several have as few. */
export function fewestOpen(
  order: Order,
  people: People,
  openByPerson: ReadonlyMap<string, number>,
  now: Date,
): Colleague | undefined {
  return queueOf(order, people, now).sort(
    (a, b) => (openByPerson.get(a._id) ?? 0) - (openByPerson.get(b._id) ?? 0) || a._id.localeCompare(b._id),
  )[0];
}

/** Whether its requester says who is to take it. */
export function isPicked({ to }: OrderType): boolean {
  return to?.choose.includes('picked') ?? false;
}
