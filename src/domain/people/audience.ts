import { groupAddress } from '../../core/group.ts';
import type { Colleague } from './person.ts';

/** Whom the cards in a group chat are made for: somebody who sees all leads, and nobody's contacts. */
export function audienceOf(group: string): Colleague {
  const _id = groupAddress(group);
  return { _id, name: group, role: 'marketing', regions: [], active: true, accounts: [] };
}
