import { isOpen, type Lead } from '../../leads/lead.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { categoriesOf } from '../../tags/categories.ts';
import type { CustomerMatch } from '../types.ts';
import { SURE_FROM, SURE_LEAD } from './match-customer.ts';

/**
 * Of one customer's open projects the one whose category a line names: 鼓楼 麻醉机那个 …. Undefined where the line may
 * mean another customer, or names the category of none of them or of several.
 */
export function projectNamed(
  text: string,
  { candidates, stranger }: CustomerMatch,
  leads: readonly Lead[],
  playbook: Pick<Playbook, 'products'>,
): string | undefined {
  const [top] = candidates;
  if (!top || top.score < SURE_FROM || stranger) return undefined;
  const rivals = candidates.filter(({ score }) => top.score - score < SURE_LEAD);
  const projects = leads.filter((lead) => isOpen(lead) && lead.customerId === top.customerId);
  if (projects.length < 2 || rivals.some(({ customerId }) => customerId !== top.customerId)) return undefined;
  const named = categoriesOf([text], playbook);
  const meant = projects.filter(({ categories }) => categories.some((category) => named.includes(category)));
  return meant.length === 1 ? meant[0]?._id : undefined;
}
