import type { Op } from '../../core/effect.ts';
import { subjectOf } from '../../core/message.ts';
import type { Customer } from '../../domain/customer.ts';
import { type StandingWish, standingTakenBack, withStanding } from '../../domain/customer-standing.ts';
import { OPEN_STATUSES } from '../../domain/leads/lead.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';

/** Open leads whose cards are shown anew. */
const SHOWN_ANEW = 20;

/** Says what became of a customer (A6): once or twice comes to the same, and the newest word can be taken back. */
export class CustomerStandings {
  private readonly deps: { customers: CustomerStore; leads: LeadStore; changes: Changes };

  constructor(deps: { customers: CustomerStore; leads: LeadStore; changes: Changes }) {
    this.deps = deps;
  }

  async set(id: string, wish: StandingWish, op: Op): Promise<Customer> {
    const text = `客户状态：${wish.words}${wish.address ? `，新地址 ${wish.address}` : ''}`;
    return this.write(id, op, text, (customer) => withStanding(customer, wish, op));
  }

  /** @returns the customer as it was before; unchanged when nothing had been said of it */
  async takeBack(id: string, op: Op): Promise<Customer> {
    return this.write(id, op, '客户状态已撤销，恢复为之前的状态', standingTakenBack);
  }

  private async write(
    id: string,
    op: Op,
    text: string,
    decide: (customer: Customer) => Partial<Customer> | undefined,
  ): Promise<Customer> {
    const open = { customerId: id, status: { $in: [...OPEN_STATUSES] } };
    const leads = await this.deps.leads.list(EVERYTHING, open, { limit: SHOWN_ANEW });
    const { doc } = await this.deps.changes.change(this.deps.customers, id, op, (customer) => {
      const set = decide(customer);
      if (!set) return null;
      const { lifecycle, address } = customer;
      const entry = { kind: 'customer.standing', customerId: id, text, before: { lifecycle, address } };
      return {
        set,
        effects: [
          { type: 'audit', entry },
          ...leads.map(({ _id }) => ({ type: 'refresh' as const, subject: subjectOf('lead', _id) })),
        ],
      };
    });
    return doc;
  }
}
