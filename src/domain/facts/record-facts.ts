import type { StatedFact } from '../../core/fact.ts';
import type { Interaction } from '../interactions/interaction.ts';
import type { Stand } from './ledger.ts';

/** What a record of follow-up says happened. Taken back, it says nothing; corrected, it says something else. */
export function standOfRecord(record: Interaction): Stand {
  return { facts: record.state === 'undone' ? [] : [...contact(record), ...promise(record)] };
}

function contact(record: Interaction): StatedFact[] {
  const { reached, at, actions, onCustomer } = record;
  if (reached !== 'yes' && reached !== 'attempt') return [];
  const done = reached === 'yes' ? [...new Set(actions.map(({ id }) => id))].sort() : [];
  return [
    {
      ...about(record),
      key: ['contact', reached, at.getTime(), ...done].join(':'),
      kind: 'contact',
      at,
      values: { rung: reached, actions: done, ...(onCustomer && { onCustomer }) },
    },
  ];
}

/** A date said with a remark binds nobody, and on a customer without an open lead nobody is reminded. */
function promise(record: Interaction): StatedFact[] {
  const { nextAt, remark, onCustomer, at } = record;
  if (!nextAt || remark || onCustomer) return [];
  return [
    {
      ...about(record),
      key: `promise:${at.getTime()}:${nextAt.getTime()}`,
      kind: 'promise',
      at: nextAt,
      values: { since: at },
    },
  ];
}

function about({ leadId, customerId, by }: Interaction) {
  return { lead: leadId, customer: customerId, person: by };
}
