import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import type { Customer } from '../../src/domain/customer.ts';
import { formatMoney } from '../format.ts';

const SHOWN = 3;

/** The newest purchases in one line; undefined when there are none. */
export function describeHistory(customer: Customer, timeZone: string): string | undefined {
  if (!customer.purchases.length) return undefined;
  const newest = customer.purchases.slice(-SHOWN).reverse();
  const lines = newest.map((p) => {
    const amount = p.amountFen === undefined ? '' : ` ${formatMoney(p.amountFen)}`;
    return `${format(new TZDate(p.at, timeZone), 'yyyy年M月')} ${p.product}${amount}`;
  });
  const more = customer.purchases.length - newest.length;
  return more > 0 ? `${lines.join('；')}；另有${more}笔` : lines.join('；');
}
