import { type Op, step } from '../../core/effect.ts';
import type { Customer } from '../../domain/customer.ts';
import { distinctContacts } from '../../domain/customer-family.ts';
import type { PreparedLead } from '../../domain/intake/prepare.ts';
import { type Duplicate, findDuplicates, SURE_DUPLICATE } from '../../domain/match/duplicates.ts';
import { asExisting } from '../../domain/match/likeness.ts';
import { normalisePhone } from '../../domain/normalise/phone.ts';
import type { CounterStore } from '../../stores/counters.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { Changes } from '../changes.ts';

export interface KnownCustomersDeps {
  customers: CustomerStore;
  counters: CounterStore;
  changes: Changes;
}

export interface FoundCustomer {
  doc: Customer;
  isNew: boolean;
  /** The customer it is part of, where it was merged: whose owner it has. */
  whole: Customer;
  /** All numbers its leads are kept under. */
  numbers: string[];
  /** How a known one was recognised. */
  because: string;
  /** A known customer this may be too, though not surely. */
  suspect?: { customer: Customer; because: string } | undefined;
}

/** What is known of a submission's customer before anything is written. */
export interface LookedUp {
  /** All it was compared with. */
  possible: readonly Customer[];
  match?: Customer | undefined;
  /** One it may be, though not surely. */
  like?: Customer | undefined;
  because: string;
}

const FIRST_CUSTOMER = 301;

/** Which customer a submission belongs to (A5): looked for before anybody gets the lead. */
export class KnownCustomers {
  private readonly deps: KnownCustomersDeps;

  constructor(deps: KnownCustomersDeps) {
    this.deps = deps;
  }

  /** The customer it surely is, and how that is known; else one it may be. Nothing is written. */
  async look(prepared: PreparedLead): Promise<LookedUp> {
    const { candidate, identity, matchKeys } = prepared;
    const possible = await this.deps.customers.possibleDuplicates(identity, matchKeys);
    const [likeliest] = findDuplicates(candidate, possible.map(asExisting));
    // An e-mail is an identity too, though no likeness is computed from it.
    const same = possible.find((c) => c.identity.some((key) => identity.includes(key)));
    const found =
      likeliest && isSure(likeliest) ? possible.find((c) => c._id === likeliest.customerId) : same;
    // info@qq.com, a 400 number, a switchboard: several houses share one, so another name is another customer.
    const isShared = found !== undefined && sharesOnlyDetails(found, prepared);
    if (found && !isShared) return { possible, match: found, because: likeliest?.because ?? '邮箱相同' };
    const like = likeliest ? possible.find((c) => c._id === likeliest.customerId) : found;
    return { possible, like, because: likeliest?.because ?? '邮箱相同，但名称不同' };
  }

  /**
   * One found by phone, name or likeness, else a new one. Null when another lead of the same new customer was a moment
   * earlier: look again.
   */
  async find(prepared: PreparedLead, op: Op): Promise<FoundCustomer | null> {
    const { identity, matchKeys } = prepared;
    const { possible, match, like, because } = await this.look(prepared);
    if (match) return { doc: match, isNew: false, because, ...(await this.wholeOf(match)) };
    const suspect = like && { customer: await this.deps.customers.rootOf(like), because };
    const own = identity.filter((key) => !possible.some((c) => c.identity.includes(key)));
    const _id = `C${await this.deps.counters.next('customer', FIRST_CUSTOMER)}`;
    try {
      const doc = await this.deps.changes.insert(
        this.deps.customers,
        {
          _id,
          ...prepared.customer,
          identity: own.length ? own : [`id:${_id}`],
          matchKeys,
          createdAt: op.now,
        },
        step(op, 'customer'),
      );
      return { doc, whole: doc, numbers: [_id], isNew: true, because: '', suspect };
    } catch (error) {
      // Another lead of the same customer, a moment earlier: look again.
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** The customer a part belongs to, with all its numbers; costs nothing where nothing was merged. */
  async wholeOf(customer: Customer): Promise<Pick<FoundCustomer, 'whole' | 'numbers'>> {
    const whole = await this.deps.customers.rootOf(customer);
    const parts = await this.deps.customers.partsOf(whole);
    return { whole, numbers: [whole._id, ...parts.map(({ _id }) => _id)] };
  }

  /** A new phone or name of a known customer is kept, unless it identifies another one. */
  async addContact(customer: Customer, prepared: PreparedLead, op: Op): Promise<void> {
    const { contacts, address } = prepared.customer;
    const { identity, matchKeys } = prepared;
    const isNew = address !== undefined && customer.address === undefined;
    if (!isNew && identity.every((key) => customer.identity.includes(key))) return;
    try {
      await this.deps.changes.change(this.deps.customers, customer._id, step(op, 'contact'), (current) => ({
        set: {
          contacts: distinctContacts([...current.contacts, ...contacts]).slice(-50),
          address: current.address ?? address,
          identity: [...new Set([...current.identity, ...identity])],
          matchKeys: [...new Set([...current.matchKeys, ...matchKeys])],
        },
      }));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * Whether nothing but an e-mail or a number that is no mobile joins a customer and a submission whose names differ. A
 * mobile is one person's: who has it is the same contact, whatever name was given.
 */
function sharesOnlyDetails(customer: Customer, { candidate }: PreparedLead): boolean {
  if (!candidate.company || !customer.name) return false;
  const [byName] = findDuplicates({ ...candidate, phones: [] }, [{ ...asExisting(customer), phones: [] }]);
  if (byName) return false;
  const theirs = new Set((asExisting(customer).phones ?? []).map((phone) => normalisePhone(phone).key));
  return !(candidate.phones ?? [])
    .map((phone) => normalisePhone(phone))
    .some(({ key, kind }) => kind === 'mobile' && theirs.has(key));
}

/** One phone is one customer, whatever name was given; a name must be near enough to decide alone. */
function isSure({ kind, score }: Duplicate): boolean {
  return kind === 'phone' || kind === 'external-id' || score >= SURE_DUPLICATE;
}
