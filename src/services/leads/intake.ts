import { type Op, step } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import type { ContactDetails } from '../../core/event.ts';
import { calendarOf, startClock } from '../../domain/clocks/clock-rules.ts';
import type { Customer } from '../../domain/customer.ts';
import { joinLead } from '../../domain/intake/join-lead.ts';
import { type MovedIn, movedIn } from '../../domain/intake/moved-in.ts';
import { type PreparedLead, prepareLead } from '../../domain/intake/prepare.ts';
import { doubtsAfter, isDoubtful } from '../../domain/intake/project-doubt.ts';
import { projectKey, projectOf } from '../../domain/intake/same-project.ts';
import { type ParsedSubmission, parseSubmission, type Submission } from '../../domain/intake/submission.ts';
import { readTypedLead } from '../../domain/intake/typed-lead.ts';
import type { ProjectDoubt } from '../../domain/leads/doubt.ts';
import { isOpen, type Lead, OPEN_STATUSES } from '../../domain/leads/lead.ts';
import { sourceOf } from '../../domain/leads/sources.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import { applyRules } from '../../domain/rules/apply-rules.ts';
import { requestedBy, ruledValues } from '../../domain/rules/outcome.ts';
import { productsIn } from '../../domain/tags/categories.ts';
import type { AuditStore } from '../../stores/audit.ts';
import type { CounterStore } from '../../stores/counters.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { askAbout } from '../journey/proposals.ts';
import { refreshLead } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import type { AssignService } from './assign.ts';
import {
  broughtAfter,
  created,
  crowdOf,
  type NewLead,
  newsOf,
  noticed,
  settledIn,
  submittersOf,
  suspicion,
  told,
} from './intake-words.ts';
import { type FoundCustomer, KnownCustomers } from './known-customers.ts';
import { firstStage } from './lead-event.ts';

export interface IntakeDeps {
  leads: LeadStore;
  customers: CustomerStore;
  counters: CounterStore;
  audit: AuditStore;
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
/** Each try meets another customer that claimed one of the identities in the meantime. */
const MAX_TRIES = 10;
/** Open leads of one customer that a new wish is compared with. */
const MAX_PROJECTS = 20;

/** Takes leads in, whatever way they came (A1–A5): understood, de-duplicated, given to somebody. */
export class IntakeService {
  private readonly deps: IntakeDeps;
  private readonly customers: KnownCustomers;

  constructor(deps: IntakeDeps) {
    this.deps = deps;
    this.customers = new KnownCustomers(deps);
  }

  /** A lead typed in one line: `市一医院 王主任 13812345678 想看超声`. */
  readTyped(line: string, version: PlaybookVersion): ParsedSubmission {
    const isProduct = (word: string) => productsIn(word, version.playbook).length > 0;
    const typed = readTypedLead(line, isProduct);
    const item = { source: 'chat', ...typed, products: productsIn(typed.need ?? '', version.playbook) };
    return parseSubmission(item, version.playbook, { unreadable: 'to-need' });
  }

  /** A customer somebody added in the chat client; `channel` is what their QR code was marked with. */
  readContact(
    about: ContactDetails,
    channel: string | undefined,
    version: PlaybookVersion,
  ): ParsedSubmission {
    const { name: contactName, company, title, phone, remark, tags } = about;
    const need =
      [remark, tags.length ? `标签：${tags.join('、')}` : ''].filter(Boolean).join('；') || undefined;
    const source = sourceOf(channel ?? '') ?? 'chat';
    const products = productsIn(need ?? '', version.playbook);
    const item = { contactName, company, title, phone, need, products, source, channel };
    return parseSubmission(item, version.playbook, { unreadable: 'to-need' });
  }

  /**
   * Takes in one checked submission. `op.key` names it for good: the same key again answers the same lead and
   * changes nothing.
   * @param ownerId the rep who brought it and keeps it; routed when absent
   * @param moved a customer of a book: how it stands, and no first contact is asked for
   */
  async submit(submission: Submission, op: Op, ownerId?: string, moved?: MovedIn): Promise<IntakeResult> {
    const known = await this.deps.leads.byOrigin(op.key);
    if (known) return this.repeated(known, submission, op, ownerId);
    const version = await this.deps.playbooks.current();
    const prepared = prepareLead(submission, version);
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const found = await this.customers.find(prepared, op);
      if (!found) continue;
      const joined = found.isNew ? null : await this.joinedBefore(op);
      if (joined) return { status: 'merged', lead: joined };
      const open = found.isNew ? [] : await this.openLeadsOf(found.numbers);
      const isHistory = moved !== undefined && moved.stands !== 'going';
      // What is over is no part of what is going on.
      const same = isHistory ? undefined : projectOf(prepared.lead, open);
      if (same) return { status: 'merged', lead: await this.join(same, open, found, prepared, op) };
      const project = open.length && !isHistory ? projectKey(prepared.lead, open, op.key) : undefined;
      const lead = await this.insertLead(prepared.lead, { found, project, open, ownerId, moved }, op);
      if (!lead) continue;
      if (lead.project !== undefined || (isHistory && !found.isNew))
        await this.customers.addContact(found.doc, prepared, op);
      return { status: 'created', lead: await this.giveOwner(lead, found.whole, op, ownerId) };
    }
    throw new Error(`intake of ${op.key} kept colliding`);
  }

  /** Makes a lead of its own of a wish that had joined one (A5); the same again answers the same lead. */
  async separate(lead: Lead, { n, wish }: ProjectDoubt, op: Op): Promise<Lead | null> {
    const own: Op = { ...op, key: `${lead._id}#${n}` };
    const doc = await this.deps.customers.get(lead.customerId);
    if (!doc) return null;
    const found = { doc, isNew: false, because: '', ...(await this.customers.wholeOf(doc)) };
    const made =
      (await this.deps.leads.byOrigin(own.key)) ??
      (await this.insertLead(wish, { found, project: own.key, open: [lead] }, own));
    return made && this.giveOwner(made, found.whole, own, lead.ownerId);
  }

  /** The same key again: the same lead, unless it plainly speaks of somebody else, which must not be lost in silence. */
  private async repeated(
    known: Lead,
    submission: Submission,
    op: Op,
    ownerId?: string,
  ): Promise<IntakeResult> {
    const { phone, company } = submission;
    const otherPhone = phone !== undefined && known.phone !== undefined && phone !== known.phone;
    const otherName = company !== undefined && known.company !== '' && company !== known.company;
    if (otherPhone && otherName) {
      const userText = `这个编号已用于另一条线索 ${known._id}，请换一个编号`;
      throw new GenjinError('invalid', `Key of ${known._id} used for another lead`, { userText });
    }
    const customer = await this.deps.customers.get(known.customerId);
    const whole = customer && (await this.customers.wholeOf(customer)).whole;
    return { status: 'created', lead: await this.giveOwner(known, whole, op, ownerId) };
  }

  /** The lead this very submission has joined already, even if that lead has been closed since. */
  private async joinedBefore(op: Op): Promise<Lead | null> {
    const line = await this.deps.audit.firstOf(op.key);
    return line?.kind === 'lead.repeated' && line.leadId ? this.deps.leads.get(line.leadId) : null;
  }

  /** Newest first. */
  private async openLeadsOf(numbers: readonly string[]): Promise<Lead[]> {
    const customerId = numbers.length > 1 ? { $in: [...numbers] } : numbers[0];
    const open = { customerId, status: { $in: [...OPEN_STATUSES] } };
    return this.deps.leads.list(EVERYTHING, open, { sort: { createdAt: -1 }, limit: MAX_PROJECTS });
  }

  private async activeOwner(customer: Customer): Promise<string | undefined> {
    const people = await this.deps.directory.map();
    const owner = customer.ownerId ? people.get(customer.ownerId) : undefined;
    return owner?.active && owner.role === 'rep' ? owner._id : undefined;
  }

  /**
   * Null when the customer got an open lead of this project from somebody else in the same moment.
   * @param about open: the customer's other projects
   */
  private async insertLead(wish: PreparedLead['lead'], about: NewLead, op: Op): Promise<Lead | null> {
    const { found, project, open, moved, ownerId } = about;
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const before = { broughtBy: open.flatMap(({ broughtBy = [] }) => broughtBy), ownerId: open[0]?.ownerId };
    const broughtBy = open.length ? broughtAfter(before, people.get(op.by)) : [];
    const _id = `L${await this.deps.counters.next('lead', FIRST_LEAD)}`;
    const clock = startClock('assignment', version, { at: op.now, assignment: 0 });
    const draft: Lead = {
      ...wish,
      _id,
      customerId: found.doc._id,
      project,
      ...(broughtBy.length && { broughtBy }),
      status: 'new',
      stage: version.playbook.stages[0]?.id ?? '',
      assignments: [],
      excluded: [],
      clocks: [clock],
      createdAt: op.now,
      createdDay: calendarOf(version.playbook).dayKey(op.now),
      interactions: 0,
      originKey: op.key,
      submittedBy: submittersOf(op),
      playbookVersion: version.version,
      rev: 1,
      effects: [],
      applied: [],
    };
    const ruled = applyRules('lead.created', draft, version);
    const made: Lead = { ...draft, ...ruledValues(draft, ruled) };
    const lead = moved ? movedIn(made, moved, ownerId, version, op) : made;
    // Of a customer who is known for long the rules have nothing to announce.
    const news = moved ? [] : ruled.notifications;
    const crowd = crowdOf(before, broughtBy, { ...lead, ownerId: before.ownerId }, people);
    try {
      const effects = [
        { type: 'audit' as const, entry: created(lead) },
        ...noticed([...news, ...crowd], lead, people),
        ...(moved ? [] : suspicion(found, lead, people)),
        ...(moved ? [] : [...requestedBy(ruled, lead._id), ...firstStage(lead, version)]),
      ];
      if (moved)
        return await this.deps.changes.insert(this.deps.leads, lead, op, [
          ...effects,
          ...settledIn(lead, found.doc, op),
        ]);
      // Its owner is written in the same breath, and that change moves these effects on too.
      return await this.deps.leads.insert(lead, op, effects);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return this.deps.leads.byOrigin(op.key);
    }
  }

  /** Whoever brings another project of a customer does not take it from the customer's owner. */
  private async giveOwner(lead: Lead, customer: Customer | null, op: Op, ownerId?: string): Promise<Lead> {
    if (lead.ownerId || !isOpen(lead)) return lead;
    const usual = customer ? await this.activeOwner(customer) : undefined;
    const keeper = lead.project === undefined ? (ownerId ?? usual) : (usual ?? ownerId);
    const reason = keeper === ownerId ? undefined : 'same-owner';
    return keeper
      ? this.deps.assign.giveTo(lead._id, keeper, step(op, 'give'), { reason })
      : this.deps.assign.route(lead._id, step(op, 'route'), lead);
  }

  /** The customer came again while a lead is open: what is new joins it, and its owner is told (A5). */
  private async join(
    lead: Lead,
    open: readonly Lead[],
    { doc: customer, because }: FoundCustomer,
    prepared: PreparedLead,
    op: Op,
  ): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const said = newsOf(prepared);
    const bringer = people.get(op.by);
    await this.customers.addContact(customer, prepared, op);
    const { doc } = await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      const joined = joinLead(current, prepared.lead, version, op);
      const { set, refused, notifications } = joined;
      const broughtBy = broughtAfter(current, bringer);
      const crowd = crowdOf(current, broughtBy, current, people);
      const isAsked = isDoubtful(prepared.lead, current, open);
      const doubts = isAsked ? doubtsAfter(current, set, { at: op.now, wish: prepared.lead }) : undefined;
      const submittedBy = [...new Set([...(current.submittedBy ?? []), ...(submittersOf(op) ?? [])])];
      return {
        set: {
          ...set,
          ...(submittedBy.length && { submittedBy }),
          ...(broughtBy.length && { broughtBy }),
          ...(doubts && { doubts }),
        },
        effects: [
          ...told(current, { because, said, bringer, doubt: doubts?.at(-1)?.n }),
          ...noticed([...notifications, ...crowd], current, people),
          ...requestedBy(joined, current._id),
          ...askAbout(current, refused, people),
          refreshLead(current._id),
        ],
      };
    });
    return doc;
  }
}
