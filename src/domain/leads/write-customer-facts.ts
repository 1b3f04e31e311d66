/** Values and tags of a customer as a record states them, and their taking back: what `write-facts.ts` is for leads. */
import type { Customer, CustomerTrace } from '../customer.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FactsWish } from '../records/facts.ts';
import { customerChanges, fieldsWith, labelOf, retagged } from './write-facts.ts';

type Written = Pick<Customer, 'fields' | 'tags' | 'traces'>;

const MAX_TRACES = 10;

/** What of a wish a customer can hold; the rest (预算) is a lead's. */
export function ofCustomer({ values, tags }: FactsWish, playbook: Playbook): FactsWish {
  const asChanges = values.map(({ path, value }) => ({ path, label: '', before: null, after: value }));
  const held = new Set(customerChanges(asChanges, playbook).map(({ id }) => `fields.${id}`));
  return { values: values.filter(({ path }) => held.has(path)), ...(tags && { tags }) };
}

/** @param interactionId the record that states it */
export function writeCustomerFacts(
  customer: Customer,
  interactionId: string,
  wish: FactsWish,
  playbook: Playbook,
): Written {
  const { values, tags: retag } = ofCustomer(wish, playbook);
  const facts = values.flatMap(({ path, value }) => {
    const before = customer.fields[path.slice('fields.'.length)] ?? null;
    const same = JSON.stringify(before) === JSON.stringify(value);
    return same ? [] : [{ path, label: labelOf(path, playbook), before, after: value }];
  });
  const tags = retagged(customer.tags, retag, playbook);
  const trace: CustomerTrace = {
    interactionId,
    facts,
    tagsAdded: tags.filter((tag) => !customer.tags.includes(tag)),
    tagsRemoved: customer.tags.filter((tag) => !tags.includes(tag)),
  };
  return {
    fields: fieldsWith(customer.fields, customerChanges(facts, playbook), 'after'),
    tags,
    traces: [...(customer.traces ?? []), trace].slice(-MAX_TRACES),
  };
}

/** The customer as if the record had not been made; what somebody has changed since stays as it is. */
export function customerFactsTakenBack(
  customer: Customer,
  interactionId: string,
  playbook: Playbook,
): Written {
  const trace = customer.traces?.find((one) => one.interactionId === interactionId);
  if (!trace) return { fields: customer.fields, tags: customer.tags, traces: customer.traces };
  const kept = customer.tags.filter((tag) => !trace.tagsAdded.includes(tag));
  return {
    fields: fieldsWith(customer.fields, customerChanges(trace.facts, playbook), 'before'),
    tags: [...new Set([...kept, ...trace.tagsRemoved])],
    traces: customer.traces?.filter((one) => one !== trace),
  };
}
