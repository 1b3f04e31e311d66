import type { EffectBody, Op } from '../../core/effect.ts';
import { step } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { subjectOf } from '../../core/message.ts';
import type { Customer, HandedOver } from '../../domain/customer.ts';
import { OPEN_STATUSES } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { textTo } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { AssignService } from './assign.ts';

export interface MergingDeps {
  customers: CustomerStore;
  leads: LeadStore;
  changes: Changes;
  assign: AssignService;
  directory: Directory;
}

/** Open leads of one customer that change hands at once. */
const LEADS_AT_ONCE = 200;
/** Customers of one person that change hands at once; the rest by the same tap again. */
const CUSTOMERS_AT_ONCE = 500;

/**
 * Two customers that are one (A5). The second points to the first, in one write: its leads, records, documents, clocks,
 * purchases and names are read with the first one's from then on, and taking the pointer away parts them again as they
 * were. Who has which lead stays as it is until somebody says whose the customer is.
 */
export class Merging {
  private readonly deps: MergingDeps;

  constructor(deps: MergingDeps) {
    this.deps = deps;
  }

  /**
   * Makes `otherId` part of `keepId`; of customers that are merged already, the wholes are.
   * @returns the two as they are now; the same customer twice when they were one before
   */
  async merge(keepId: string, otherId: string, op: Op): Promise<{ keep: Customer; other: Customer }> {
    const { customers, changes } = this.deps;
    const [keep, other] = [await this.wholeOf(keepId), await this.wholeOf(otherId)];
    if (keep._id === other._id) return { keep, other: (await this.mergedBy(otherId, op)) ?? other };
    // First what may point here, then the pointer: cut off in between, the first alone means nothing.
    const absorbed = [other._id, ...(await customers.partsOf(other)).map(({ _id }) => _id)];
    await changes.change(customers, keep._id, step(op, 'absorb'), (current) => ({
      set: { absorbed: [...new Set([...(current.absorbed ?? []), ...absorbed])] },
    }));
    const people = await this.deps.directory.map();
    const { doc } = await changes.change(customers, other._id, op, (current) =>
      current.mergedInto
        ? null
        : { set: { mergedInto: keep._id }, effects: merged(keep, current, op, people) },
    );
    return { keep, other: doc };
  }

  /**
   * Parts a customer from the one it was merged into, with everything it had; what a manager gave to somebody else
   * meanwhile goes back to who had it.
   * @returns null when it was not merged
   */
  async split(partId: string, op: Op): Promise<Customer | null> {
    const { customers, changes } = this.deps;
    const before = await this.mustGet(partId);
    if (!before.mergedInto && !before.applied.includes(op.key)) return null;
    const { doc: part } = await changes.change(customers, partId, op, (current) =>
      current.mergedInto
        ? { set: { mergedInto: undefined }, effects: parted(current, current.mergedInto) }
        : null,
    );
    await this.giveBack(part, op);
    return part;
  }

  /** What an earlier run of this operation, cut off by a crash, has merged already. */
  private async mergedBy(id: string, op: Op): Promise<Customer | undefined> {
    for (let at = await this.mustGet(id); ; at = await this.mustGet(at.mergedInto)) {
      if (at.applied.includes(op.key)) return at;
      if (!at.mergedInto) return undefined;
    }
  }

  /** What stands at a customer's number, with what was merged into it directly. */
  async partsOf(id: string): Promise<{ own: Customer; direct: Customer[] }> {
    const own = await this.mustGet(id);
    const parts = await this.deps.customers.partsOf(own);
    return { own, direct: parts.filter(({ mergedInto }) => mergedInto === own._id) };
  }

  /** Remembered on both sides alike; said once it is never asked again. */
  async notSame(one: string, two: string, op: Op): Promise<void> {
    const { customers, changes } = this.deps;
    const [a, b] = [await this.wholeOf(one), await this.wholeOf(two)];
    const text = `确认与客户 ${b._id} 不是同一家`;
    await changes.change(customers, a._id, op, (current) => ({
      set: { notSame: [...new Set([...(current.notSame ?? []), b._id])] },
      effects: [
        { type: 'audit', entry: { kind: 'customer.not-same', customerId: a._id, text } },
        ...refreshed(a._id, b._id),
      ],
    }));
  }

  /**
   * Gives the customer, with all that was merged into it and every open lead, to one person.
   * @returns how many leads changed hands
   */
  async giveTo(id: string, to: Colleague, op: Op): Promise<number> {
    const { customers, changes } = this.deps;
    const whole = await this.wholeOf(id);
    const all = [whole, ...(await customers.partsOf(whole))];
    let count = 0;
    for (const customer of all) {
      const leads = await this.openLeadsOf(customer._id);
      const handed: HandedOver[] = [
        { from: customer.ownerId, to: to._id },
        ...leads.map(({ _id, ownerId }) => ({ leadId: _id, from: ownerId, to: to._id })),
      ].filter(({ from }) => from !== to._id);
      const text = `客户归 ${to.name} 负责`;
      await changes.change(customers, customer._id, step(op, customer._id), (current) => ({
        set: {
          ownerId: to._id,
          ownerSince: op.now,
          ...(current.mergedInto && { handed: [...(current.handed ?? []), ...handed].slice(-LEADS_AT_ONCE) }),
        },
        effects: [{ type: 'audit', entry: { kind: 'customer.given', customerId: customer._id, text } }],
      }));
      for (const lead of leads) await this.deps.assign.giveTo(lead._id, to._id, step(op, lead._id));
      count += leads.length;
    }
    // Cards are shown anew once all of it is true.
    const shown = { effects: refreshed(...all.map(({ _id }) => _id)) };
    await changes.change(customers, whole._id, step(op, 'shown'), () => shown);
    return count;
  }

  /** Customers of a person nobody has an open lead of: with a lead, the customer goes where the lead goes. */
  async quietOf(ownerId: string): Promise<Customer[]> {
    const { customers, leads } = this.deps;
    const own = await customers.list(EVERYTHING, { ownerId }, { sort: { _id: 1 }, limit: CUSTOMERS_AT_ONCE });
    const customerId = { $in: own.map(({ _id }) => _id) };
    const open = { customerId, status: { $in: [...OPEN_STATUSES] } };
    const busy = await leads.list(EVERYTHING, open, { limit: CUSTOMERS_AT_ONCE });
    return own.filter(({ _id }) => !busy.some((lead) => lead.customerId === _id));
  }

  /** @returns how many of a leaver's customers without an open lead went to this person */
  async inherit(ownerId: string, to: Colleague, op: Op): Promise<number> {
    const quiet = await this.quietOf(ownerId);
    for (const { _id } of quiet) {
      const entry = { kind: 'customer.given', customerId: _id, text: `客户交接给 ${to.name}` };
      await this.deps.changes.change(this.deps.customers, _id, step(op, _id), () => ({
        set: { ownerId: to._id, ownerSince: op.now },
        effects: [{ type: 'audit', entry }],
      }));
    }
    return quiet.length;
  }

  private async giveBack(part: Customer, op: Op): Promise<void> {
    const people = await this.deps.directory.map();
    // The earliest entry of a lead says who had it before the customers were one.
    const first = new Map<string, HandedOver>();
    for (const one of part.handed ?? []) if (!first.has(one.leadId ?? '')) first.set(one.leadId ?? '', one);
    for (const { leadId, from } of first.values()) {
      if (!leadId || !from || !people.get(from)?.active) continue;
      const lead = await this.deps.leads.get(leadId);
      if (lead && OPEN_STATUSES.includes(lead.status))
        await this.deps.assign.giveTo(leadId, from, step(op, leadId), { reason: 'same-owner' });
    }
    const owner = first.get('');
    await this.deps.changes.change(this.deps.customers, part._id, step(op, 'back'), () => ({
      set: { handed: undefined, ...(owner && { ownerId: owner.from, ownerSince: op.now }) },
      effects: refreshed(part._id),
    }));
  }

  private async openLeadsOf(customerId: string) {
    const open = { customerId, status: { $in: [...OPEN_STATUSES] } };
    return this.deps.leads.list(EVERYTHING, open, { sort: { _id: 1 }, limit: LEADS_AT_ONCE });
  }

  private async wholeOf(id: string): Promise<Customer> {
    return this.deps.customers.rootOf(await this.mustGet(id));
  }

  private async mustGet(id: string): Promise<Customer> {
    const customer = await this.deps.customers.get(id);
    if (!customer) throw new GenjinError('not-found', `No customer ${id}`, { userText: `找不到客户 ${id}` });
    return customer;
  }
}

function merged(
  keep: Customer,
  other: Customer,
  { by }: Op,
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  const owners = new Set([keep.ownerId, other.ownerId]);
  const isShared = keep.ownerId !== other.ownerId;
  const name = (id: string | undefined) => (id && people.get(id)?.name) || '待定的同事';
  const told = (customer: Customer, ownerId: string | undefined) =>
    isShared && customer.ownerId && customer.ownerId !== by
      ? [
          textTo(
            customer.ownerId,
            `您的客户 ${customer._id} ${customer.name} 与${name(ownerId)}的客户是同一家，${name(by)}已合并。` +
              '各自的线索和记录仍归各自，看不到对方的内容。',
          ),
        ]
      : [];
  const note = (customerId: string, text: string): EffectBody => ({
    type: 'audit',
    entry: { kind: 'customer.merged', customerId, text, after: { owners: [...owners] } },
  });
  return [
    note(other._id, `并入客户 ${keep._id}`),
    note(keep._id, `客户 ${other._id} 并入本客户`),
    ...told(keep, other.ownerId),
    ...told(other, keep.ownerId),
    ...refreshed(keep._id, other._id),
  ];
}

/** Cards are shown anew at the end, when everything is where it was. */
function parted({ _id }: Customer, keepId: string): EffectBody[] {
  const note = (customerId: string, text: string): EffectBody => ({
    type: 'audit',
    entry: { kind: 'customer.parted', customerId, text },
  });
  return [note(_id, `与客户 ${keepId} 拆开`), note(keepId, `客户 ${_id} 已拆开`)];
}

function refreshed(...ids: string[]): EffectBody[] {
  return ids.map((id) => ({ type: 'refresh', subject: subjectOf('customer', id) }));
}
