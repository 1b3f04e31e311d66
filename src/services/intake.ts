import { type EffectBody, type Op, step } from '../core/effect.ts';
import { calendarOf, startClock } from '../domain/clocks.ts';
import type { Customer } from '../domain/customer.ts';
import { type PreparedLead, prepareLead } from '../domain/intake/prepare.ts';
import { type ParsedSubmission, parseSubmission, type Submission } from '../domain/intake/submission.ts';
import { readTypedLead } from '../domain/intake/typed-lead.ts';
import { isOpen, type Lead, OPEN_STATUSES } from '../domain/lead.ts';
import {
  type Duplicate,
  type ExistingCustomer,
  findDuplicates,
  SURE_DUPLICATE,
} from '../domain/match/duplicates.ts';
import type { PlaybookVersion } from '../domain/playbook.ts';
import { applyRules } from '../domain/rules/apply-rules.ts';
import { ruledValues } from '../domain/rules/outcome.ts';
import { EVERYTHING } from '../domain/scope.ts';
import type { CustomerStore } from '../stores/customers.ts';
import { isDuplicateKey } from '../stores/database.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { CounterStore } from '../stores/small.ts';
import type { AssignService } from './assign.ts';
import type { Changes } from './changes.ts';
import { type Directory, resolveRecipients } from './directory.ts';
import { cardAbout, refreshLead, textTo } from './messages.ts';
import type { Playbooks } from './playbooks.ts';

export interface IntakeDeps {
  leads: LeadStore;
  customers: CustomerStore;
  counters: CounterStore;
  playbooks: Playbooks;
  directory: Directory;
  assign: AssignService;
  changes: Changes;
}

export interface IntakeResult {
  status: 'created' | 'merged';
  lead: Lead;
}

const FIRST_LEAD = 1001;
const FIRST_CUSTOMER = 301;
/** Each try meets another customer that claimed one of the identities in the meantime. */
const MAX_TRIES = 10;
const MAX_NEWS = 300;

/** Takes leads in, whatever way they came (A1–A5): understood, de-duplicated, given to somebody. */
export class IntakeService {
  private readonly deps: IntakeDeps;

  constructor(deps: IntakeDeps) {
    this.deps = deps;
  }

  /** A lead typed in one line: `市一医院 王主任 13812345678 想看超声`. */
  readTyped(line: string, version: PlaybookVersion): ParsedSubmission {
    const item = { ...readTypedLead(line), source: 'chat' };
    return parseSubmission(item, version.playbook, { unreadable: 'to-need' });
  }

  /**
   * Takes in one checked submission. `op.key` names it for good: the same key again answers the same lead and
   * changes nothing.
   * @param ownerId the rep who brought it and keeps it; routed when absent
   */
  async submit(submission: Submission, op: Op, ownerId?: string): Promise<IntakeResult> {
    const known = await this.deps.leads.byOrigin(op.key);
    if (known) return { status: 'created', lead: await this.giveOwner(known, op, ownerId) };
    const version = await this.deps.playbooks.current();
    const prepared = prepareLead(submission, version);
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const customer = await this.customerFor(prepared, op);
      if (!customer) continue;
      const open = customer.isNew ? undefined : await this.openLeadOf(customer.doc._id);
      if (open)
        return {
          status: 'merged',
          lead: await this.join(open, customer.doc, prepared, customer.because, op),
        };
      const lead = await this.insertLead(prepared, customer.doc, op);
      const keeper = ownerId ?? (customer.isNew ? undefined : await this.activeOwner(customer.doc));
      return {
        status: 'created',
        lead: await this.giveOwner(lead, op, keeper, ownerId ? undefined : 'same-owner'),
      };
    }
    throw new Error(`intake of ${op.key} kept colliding`);
  }

  /** The customer this submission belongs to: one found by phone, name or likeness, else a new one. */
  private async customerFor(
    prepared: PreparedLead,
    op: Op,
  ): Promise<{ doc: Customer; isNew: boolean; because: string } | null> {
    const { candidate, identity, matchKeys } = prepared;
    const possible = await this.deps.customers.possibleDuplicates(identity, matchKeys);
    const [best] = findDuplicates(candidate, possible.map(asExisting));
    // An e-mail is an identity too, though no likeness is computed from it.
    const same = possible.find((c) => c.identity.some((key) => identity.includes(key)));
    const match = best && isSure(best) ? possible.find((c) => c._id === best.customerId) : same;
    if (match) return { doc: match, isNew: false, because: best?.because ?? '邮箱相同' };
    const _id = `C${await this.deps.counters.next('customer', FIRST_CUSTOMER)}`;
    try {
      const doc = await this.deps.changes.insert(
        this.deps.customers,
        {
          _id,
          ...prepared.customer,
          identity: identity.length ? identity : [`id:${_id}`],
          matchKeys,
          createdAt: op.now,
        },
        step(op, 'customer'),
      );
      return { doc, isNew: true, because: '' };
    } catch (error) {
      // Another lead of the same customer, a moment earlier: look again.
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  private async openLeadOf(customerId: string): Promise<Lead | undefined> {
    const open = { customerId, status: { $in: [...OPEN_STATUSES] } };
    const [lead] = await this.deps.leads.list(EVERYTHING, open, { sort: { createdAt: -1 }, limit: 1 });
    return lead;
  }

  private async activeOwner(customer: Customer): Promise<string | undefined> {
    const people = await this.deps.directory.map();
    const owner = customer.ownerId ? people.get(customer.ownerId) : undefined;
    return owner?.active && owner.role === 'rep' ? owner._id : undefined;
  }

  private async insertLead(prepared: PreparedLead, customer: Customer, op: Op): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const _id = `L${await this.deps.counters.next('lead', FIRST_LEAD)}`;
    const clock = startClock('assignment', version, { at: op.now, assignment: 0 });
    const draft: Lead = {
      ...prepared.lead,
      _id,
      customerId: customer._id,
      status: 'new',
      stage: version.playbook.stages[0]?.id ?? '',
      assignments: [],
      excluded: [],
      clocks: [clock],
      createdAt: op.now,
      createdDay: calendarOf(version.playbook).dayKey(op.now),
      interactions: 0,
      originKey: op.key,
      playbookVersion: version.version,
      rev: 1,
      effects: [],
      applied: [],
    };
    const ruled = applyRules('lead.created', draft, version);
    const lead: Lead = { ...draft, ...ruledValues(draft, ruled) };
    try {
      return await this.deps.changes.insert(this.deps.leads, lead, op, [
        { type: 'audit', entry: created(lead) },
        ...this.notices(ruled.notifications, lead, people),
      ]);
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.deps.leads.byOrigin(op.key) : null;
      if (other) return other;
      throw error;
    }
  }

  private notices(
    notifications: readonly { to: Parameters<typeof resolveRecipients>[0]; text: string }[],
    lead: Lead,
    people: Parameters<typeof resolveRecipients>[2],
  ): EffectBody[] {
    return notifications.flatMap(({ to, text }) =>
      resolveRecipients(to, lead, people).map((id) => textTo(id, `${lead._id} ${lead.company}：${text}`)),
    );
  }

  private async giveOwner(lead: Lead, op: Op, ownerId?: string, reason?: string): Promise<Lead> {
    if (lead.ownerId || !isOpen(lead)) return lead;
    return ownerId
      ? this.deps.assign.giveTo(lead._id, ownerId, step(op, 'give'), reason)
      : this.deps.assign.route(lead._id, step(op, 'route'));
  }

  /** The customer came again while a lead is open: what is new joins it, and its owner is told (A5). */
  private async join(
    lead: Lead,
    customer: Customer,
    prepared: PreparedLead,
    because: string,
    op: Op,
  ): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const news = newsOf(prepared).slice(0, MAX_NEWS);
    await this.addContact(customer, prepared, op);
    const { doc } = await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      const ruled = applyRules('lead.repeated', current, version);
      const tags = [...current.tags, ...prepared.lead.tags, ...ruled.tags.add];
      return {
        set: {
          need: current.need ?? prepared.lead.need,
          budget: current.budget ?? prepared.lead.budget,
          products: [...new Set([...current.products, ...prepared.lead.products])],
          categories: [...new Set([...current.categories, ...prepared.lead.categories])],
          fields: { ...prepared.lead.fields, ...current.fields },
          tags: [...new Set(tags.filter((tag) => !ruled.tags.remove.includes(tag)))],
        },
        effects: [
          ...(current.ownerId
            ? [cardAbout(current, current.ownerId, 'lead-repeated', { params: { because, news } })]
            : []),
          ...this.notices(ruled.notifications, current, people),
          refreshLead(current._id),
          {
            type: 'audit',
            entry: {
              kind: 'lead.repeated',
              leadId: current._id,
              customerId: current.customerId,
              text: `客户再次来访（${because}）${news ? `：${news}` : ''}`,
            },
          },
        ],
      };
    });
    return doc;
  }

  /** A new phone or name of a known customer is kept, unless it identifies another one. */
  private async addContact(customer: Customer, prepared: PreparedLead, op: Op): Promise<void> {
    const [contact] = prepared.customer.contacts;
    const { identity, matchKeys } = prepared;
    if (!contact || identity.every((key) => customer.identity.includes(key))) return;
    try {
      await this.deps.changes.change(this.deps.customers, customer._id, step(op, 'contact'), (current) => ({
        set: {
          contacts: current.contacts.some((c) => c.phone === contact.phone && c.name === contact.name)
            ? current.contacts
            : [...current.contacts, contact].slice(-50),
          identity: [...new Set([...current.identity, ...identity])],
          matchKeys: [...new Set([...current.matchKeys, ...matchKeys])],
        },
      }));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** One phone is one customer, whatever name was given; a name must be near enough to decide alone. */
function isSure({ kind, score }: Duplicate): boolean {
  return kind === 'phone' || kind === 'external-id' || score >= SURE_DUPLICATE;
}

function asExisting({ _id, name, aliases, city, contacts }: Customer): ExistingCustomer {
  const phones = contacts.flatMap((contact) => contact.phone ?? []);
  return { customerId: _id, ...(name && { company: name }), aliases, phones, ...(city && { region: city }) };
}

function created(lead: Lead) {
  return {
    kind: 'lead.created',
    leadId: lead._id,
    customerId: lead.customerId,
    text: `线索进入：${lead.company || lead.contactName}${lead.need ? `，${lead.need}` : ''}`,
    after: { source: lead.source, tags: lead.tags, playbookVersion: lead.playbookVersion },
  };
}

function newsOf({ lead }: PreparedLead): string {
  return [lead.contactName, lead.need, lead.products.join('、'), lead.budget].filter(Boolean).join(' · ');
}
