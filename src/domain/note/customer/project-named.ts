import { isOpen, type Lead } from '../../leads/lead.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { categoriesOf } from '../../tags/categories.ts';
import type { CustomerMatch } from '../types.ts';

/**
 * Of one customer's open projects the one whose category a line names: 鼓楼 麻醉机那个 …. Undefined where the line may
 * mean another customer, or names the category of none of them or of several.
 */
export function projectNamed(
  text: string,
  { best, candidates }: CustomerMatch,
  leads: readonly Lead[],
  playbook: Pick<Playbook, 'products'>,
): string | undefined {
  const projects = leads.filter((lead) => isOpen(lead) && lead.customerId === best?.customerId);
  const isOne = candidates.every(({ customerId }) => customerId === best?.customerId);
  if (projects.length < 2 || !isOne) return undefined;
  const named = categoriesOf([text], playbook);
  const meant = projects.filter(({ categories }) => categories.some((category) => named.includes(category)));
  return meant.length === 1 ? meant[0]?._id : undefined;
}
