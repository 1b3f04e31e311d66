/** Customers that turned out to be one (A5). Each keeps what is its own; one is read with what points to it. */
import type { Contact, Customer } from './customer.ts';

/** Of customers, those whose way of `mergedInto` leads to this one. */
export function partsAmong(root: Customer, docs: readonly Customer[]): Customer[] {
  const byId = new Map(docs.map((doc) => [doc._id, doc]));
  const leadsHere = (part: Customer): boolean => {
    const seen = new Set<string>();
    for (let at: Customer | undefined = part; at?.mergedInto; at = byId.get(at.mergedInto)) {
      if (at.mergedInto === root._id) return true;
      if (seen.has(at._id)) return false;
      seen.add(at._id);
    }
    return false;
  };
  return docs.filter((doc) => doc._id !== root._id && leadsHere(doc));
}

/** `C99` came before `C100`. */
export function oldestOf(customers: readonly Customer[]): Customer {
  const [oldest] = [...customers].sort((a, b) => numberOf(a) - numberOf(b));
  if (!oldest) throw new Error('No customer to choose from');
  return oldest;
}

function numberOf({ _id }: Customer): number {
  return Number(_id.slice(1));
}

/** One customer with what its parts know. What it knows itself comes first; nothing stands twice. */
export function unite(root: Customer, parts: readonly Customer[]): Customer {
  const all = [root, ...parts];
  const names = parts.flatMap(({ name, aliases }) => [name, ...aliases]);
  const known = all.map(({ lastInteractionAt }) => lastInteractionAt?.getTime() ?? 0);
  const newest = Math.max(...known);
  return {
    ...root,
    aliases: distinct([...root.aliases, ...names]).filter((name) => name !== '' && name !== root.name),
    contacts: distinctContacts(all.flatMap(({ contacts }) => contacts)),
    city: first(all.map(({ city }) => city)),
    address: first(all.map(({ address }) => address)),
    region: first(all.map(({ region }) => region)),
    industry: first(all.map(({ industry }) => industry)),
    fields: Object.assign({}, ...[...all].reverse().map(({ fields }) => fields)),
    tags: distinct(all.flatMap(({ tags }) => tags)),
    purchases: all.flatMap(({ purchases }) => purchases).sort((a, b) => a.at.getTime() - b.at.getTime()),
    concerns: distinct(all.flatMap(({ concerns }) => concerns)),
    ...(newest > 0 && { lastInteractionAt: new Date(newest) }),
  };
}

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== '');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** One line a person: the same number, or the same name without a number, is not shown twice. */
export function distinctContacts(contacts: readonly Contact[]): Contact[] {
  const kept: Contact[] = [];
  for (const contact of contacts) {
    const same = kept.findIndex(({ phone, name }) =>
      contact.phone
        ? phone === contact.phone && (name === contact.name || !name || !contact.name)
        : name === contact.name,
    );
    const known = kept[same];
    if (!known) kept.push(contact);
    else
      kept[same] = {
        name: known.name || contact.name,
        title: known.title ?? contact.title,
        phone: known.phone ?? contact.phone,
        email: known.email ?? contact.email,
      };
  }
  return kept;
}

/** Some customers by the wholes they make up, as far as those are among them. */
export function groupWholes(customers: readonly Customer[]): {
  /** The number of the whole; of a customer that is not among them its own. */
  idOf(id: string): string;
  aliasesOf(id: string): string[];
  contactsOf(id: string): Contact[];
} {
  const byId = new Map(customers.map((customer) => [customer._id, customer]));
  const wholeOf = (id: string): string => {
    const seen = [id];
    for (let into = byId.get(id)?.mergedInto; into && byId.has(into); into = byId.get(into)?.mergedInto) {
      if (seen.includes(into)) break;
      seen.push(into);
    }
    return seen.at(-1) ?? id;
  };
  const groups = new Map<string, Customer[]>();
  for (const one of customers) {
    const whole = wholeOf(one._id);
    groups.set(whole, [...(groups.get(whole) ?? []), one]);
  }
  return {
    idOf: wholeOf,
    aliasesOf: (id) =>
      (groups.get(id) ?? []).flatMap(({ _id, name, aliases }) => (_id === id ? aliases : [name, ...aliases])),
    contactsOf: (id) => (groups.get(id) ?? []).flatMap(({ contacts }) => contacts),
  };
}
