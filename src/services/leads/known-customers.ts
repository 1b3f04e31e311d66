import { type Op, step } from '../../core/effect.ts';
import type { Contact, Customer } from '../../domain/customer.ts';
import type { PreparedLead } from '../../domain/intake/prepare.ts';
import {
  type Duplicate,
  type ExistingCustomer,
  findDuplicates,
  LIKELY_DUPLICATE,
  SURE_DUPLICATE,
} from '../../domain/match/duplicates.ts';
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
  /** How a known one was recognised. */
  because: string;
  /** A known customer this may be too, though not surely. */
  suspect?: Duplicate | undefined;
}

const FIRST_CUSTOMER = 301;

/** Which customer a submission belongs to (A5): looked for before anybody gets the lead. */
export class KnownCustomers {
  private readonly deps: KnownCustomersDeps;

  constructor(deps: KnownCustomersDeps) {
    this.deps = deps;
  }

  /**
   * One found by phone, name or likeness, else a new one. Null when another lead of the same new customer was a moment
   * earlier: look again.
   */
  async find(prepared: PreparedLead, op: Op): Promise<FoundCustomer | null> {
    const { candidate, identity, matchKeys } = prepared;
    const possible = await this.deps.customers.possibleDuplicates(identity, matchKeys);
    const [likeliest] = findDuplicates(candidate, possible.map(asExisting));
    // An e-mail is an identity too, though no likeness is computed from it.
    const same = possible.find((c) => c.identity.some((key) => identity.includes(key)));
    const found =
      likeliest && isSure(likeliest) ? possible.find((c) => c._id === likeliest.customerId) : same;
    // info@qq.com, a 400 number, a switchboard: several houses share one, so another name is another customer.
    const isShared = found !== undefined && sharesOnlyDetails(found, prepared);
    const match = isShared ? undefined : found;
    if (match) return { doc: match, isNew: false, because: likeliest?.because ?? '邮箱相同' };
    const because = likeliest?.because ?? '邮箱相同，但名称不同';
    const best =
      likeliest ?? (found && { customerId: found._id, kind: 'phone', score: LIKELY_DUPLICATE, because });
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
      return { doc, isNew: true, because: '', suspect: best };
    } catch (error) {
      // Another lead of the same customer, a moment earlier: look again.
      if (isDuplicateKey(error)) return null;
      throw error;
    }
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
          contacts: [...current.contacts, ...unknownAmong(contacts, current.contacts)].slice(-50),
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

function unknownAmong(contacts: readonly Contact[], known: readonly Contact[]): Contact[] {
  return contacts.filter((c) => !known.some(({ phone, name }) => phone === c.phone && name === c.name));
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

function asExisting({ _id, name, aliases, city, contacts }: Customer): ExistingCustomer {
  const phones = contacts.flatMap((contact) => contact.phone ?? []);
  return { customerId: _id, ...(name && { company: name }), aliases, phones, ...(city && { region: city }) };
}
