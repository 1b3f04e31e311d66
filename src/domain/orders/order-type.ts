/** What the playbook says of a type of orders, ready to be used. */
import type { OrderEvent } from '../../core/effect.ts';
import type { Lead } from '../leads/lead.ts';
import { leadPath, valueAt } from '../leads/lead-fields.ts';
import { type PropertyShape, propertyShape } from '../playbook/options.ts';
import type { OrderField, OrderType, StepDoer } from '../playbook/orders.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { itemOf, type QuestionItem } from '../questions/item.ts';
import type { FieldValue } from '../records/field-value.ts';
import { compiledOnce } from '../rules/condition.ts';
import type { Order } from './order.ts';

export type OrderStep = OrderType['steps'][number];

/** A field of an order with what it is; one that comes from the lead is what it is there. */
export interface ShapedField extends OrderField {
  label: string;
  shape: PropertyShape;
}

export function orderFields({ fields }: OrderType, playbook: Playbook): ShapedField[] {
  return fields.map((field) => {
    const there = field.from === undefined ? undefined : propertyShape(playbook, field.from);
    const label = field.label ?? there?.label ?? field.id;
    const options = field.options.length ? field.options : there?.options;
    return { ...field, label, shape: { label, type: field.type ?? there?.type ?? 'text', options } };
  });
}

export function orderTypeOf(id: string, { orders }: Pick<Playbook, 'orders'>): OrderType | undefined {
  return orders.find((type) => type.id === id);
}

/** The type a line begins with, and what stands behind it: `试用装机 L1024 急`. The longest name counts. */
export function readOrderType(
  text: string,
  { orders }: Pick<Playbook, 'orders'>,
): { type: OrderType; rest: string } | undefined {
  const named = orders.flatMap((type) =>
    [type.label, ...type.words, type.id].map((name) => ({ type, name })),
  );
  const found = named
    .filter(({ name }) => text.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return found && { type: found.type, rest: text.slice(found.name.length).trim() };
}

/** What the lead says already of an order's fields. */
export function valuesFromLead(type: OrderType, lead: Lead, playbook: Playbook): Record<string, FieldValue> {
  const known = type.fields.flatMap(({ id, from }) => {
    const path = from === undefined ? undefined : leadPath(from, playbook);
    const value = path && valueAt(lead, path);
    return value === undefined ? [] : [[id, value] as const];
  });
  return Object.fromEntries(known);
}

/** The fields among `ids`, or the required ones, that have no value. */
export function missingFields(
  type: OrderType,
  { fields }: Pick<Order, 'fields'>,
  playbook: Playbook,
  ids?: readonly string[],
): ShapedField[] {
  return orderFields(type, playbook).filter(
    ({ id, required }) => (ids ? ids.includes(id) : required) && fields[id] === undefined,
  );
}

export function questionOf({ id, label, shape, words, prompt, why }: ShapedField): QuestionItem {
  return itemOf(id, shape, { label, words, ...(prompt && { prompt }), ...(why && { why }) });
}

/** The first step that is not done; undefined when all are. */
export function nextStep({ steps }: OrderType, order: Pick<Order, 'steps'>): OrderStep | undefined {
  return steps.find(({ id }) => !order.steps[id]);
}

/** Roles that are to do the next step although the order is somebody else's. */
export function turnOf(type: OrderType, order: Pick<Order, 'steps'>): StepDoer[] {
  const step = nextStep(type, order);
  return step?.by.filter((doer) => doer !== 'assignee' && doer !== 'requester') ?? [];
}

/** What an order of this type waits for before anybody can take it, in the playbook's words; undefined when nothing. */
export function unmetNeed(type: OrderType, lead: Lead): string | undefined {
  return type.needs.find(
    ({ if: condition, order }) =>
      (condition !== undefined && !compiledOnce(condition).matches(lead)) ||
      (order !== undefined && !lead.orders?.some((one) => one.type === order && one.state === 'done')),
  )?.reason;
}

/** Which types a change of the lead opens. */
export function opensOn(event: OrderEvent, lead: Lead, { orders }: Pick<Playbook, 'orders'>): OrderType[] {
  return orders.filter((type) =>
    type.opens.some(({ when, stage, document, if: condition }) => {
      if (when !== event.when) return false;
      if (event.when === 'document.filed')
        return (
          document !== undefined &&
          event.documents.includes(document) &&
          compiledOnce(condition).matches(lead)
        );
      // The lead may have gone on since: what counts is the stage it entered.
      const then = { ...lead, stage: event.stage };
      return (stage === undefined || stage === event.stage) && compiledOnce(condition).matches(then);
    }),
  );
}
