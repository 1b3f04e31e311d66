import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import { groupWholes } from '../../domain/customer-family.ts';
import { completedFacts, correctedFacts, takenAwayBy } from '../../domain/interactions/corrected-facts.ts';
import { doubtsOf, withAdded } from '../../domain/interactions/doubts.ts';
import type { Doubted, Interaction } from '../../domain/interactions/interaction.ts';
import type { NoteFacts } from '../../domain/interactions/interaction-effects.ts';
import { makesRecord, noteFactsOf } from '../../domain/interactions/note-facts.ts';
import { isAskedOfBot } from '../../domain/interactions/reached.ts';
import { heardAs } from '../../domain/interactions/speakers.ts';
import { statedIn } from '../../domain/interactions/stated-facts.ts';
import { stagesSaid } from '../../domain/journey/stage-words.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { duplicateKeys } from '../../domain/match/duplicate-keys.ts';
import { findDuplicates } from '../../domain/match/duplicates.ts';
import { asExisting } from '../../domain/match/likeness.ts';
import { matchContact } from '../../domain/note/customer/match-contact.ts';
import { isNameOnly } from '../../domain/note/customer/name-only.ts';
import { projectNamed } from '../../domain/note/customer/project-named.ts';
import { withoutStatements } from '../../domain/note/field-statements.ts';
import { createSegmenter } from '../../domain/note/jieba-segmenter.ts';
import { type NoteParser, parseWhen } from '../../domain/note/parse-note.ts';
import { noteParserOf } from '../../domain/note/playbook-parser.ts';
import type { KnownCustomer, ParsedNote } from '../../domain/note/types.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { asRemark } from './interaction-effects.ts';
import { ASKED, contactFields, contactOf, focusedAt, namesIn, recent } from './known-to.ts';
import { workdayStart } from './typed.ts';

const SAID_DONE = /[了已完好]/;

export interface NoteDeps {
  leads: LeadStore;
  customers: CustomerStore;
}

export interface NoteReading {
  /** Set when there is no doubt. It may be a lead that is closed. */
  leadId?: string | undefined;
  /** Lead ids to choose from otherwise, the likeliest first. */
  candidates: string[];
  /** What it says makes a record: a contact, an attempt, or a plan or denial, which is a remark. */
  says: boolean;
  /** Some customer is named. */
  named: boolean;
  /** The line is the name of a known organisation and nothing else. */
  nameOnly: boolean;
  /** Nobody is named: the lead is the one the person had open. */
  byContext: boolean;
  /** The name of somebody whom the person has no lead of, as typed. */
  stranger?: string | undefined;
  /** Several customers, each with what the line says of it. */
  parts?: { leadId: string; text: string }[] | undefined;
}

/** Stands before the name of a place sent in chat. */
export const PLACE_SENT = '，位置：';

/** Leads a rep's short note may mean, newest first; closed ones too, so that they are not taken for others. */
const KNOWN_LEADS = 500;

/** Reads what people type: whom a note is about, what happened, when to call again (C1). */
export class NoteReader {
  private readonly deps: NoteDeps;
  private readonly parsers = new WeakMap<Playbook, NoteParser>();

  constructor(deps: NoteDeps) {
    this.deps = deps;
  }

  /** Whom a line without a lead id is about, and whether it says anything that can be recorded. */
  async read(
    text: string,
    asker: { scope: Scope; person: Person; version: PlaybookVersion; now: Date },
  ): Promise<NoteReading> {
    const { customers, open, leads } = await this.customersOf(asker.person, asker.scope);
    const whole = this.parse(text, asker.version, asker.now, customers);
    const place = text.indexOf(PLACE_SENT);
    const isPlace = place >= 0 && (whole.customer.stranger?.[0] ?? 0) >= place;
    // The name of a place that was sent is where somebody was, not whom the line is about.
    const parsed = isPlace ? this.parse(text.slice(0, place), asker.version, asker.now, customers) : whole;
    const { customer } = parsed;
    const meant = customers.find(({ customerId }) => customerId === customer.best?.customerId);
    const says = this.makesRecord(text, asker.version, asker.now, namesIn(meant));
    const candidates = customer.candidates.flatMap((c) => c.leadId ?? []).filter((id) => open.has(id));
    const sure =
      projectNamed(text, customer, leads, asker.version.playbook) ??
      (customer.status === 'sure' ? customer.best?.leadId : undefined);
    const named = customer.status !== 'none' || (says && customer.stranger !== undefined);
    const lately = recent(customers.filter((c) => open.has(c.leadId ?? '')));
    // Beside a name that nobody knows, whom the person had open stands first.
    const offered = customer.stranger ? [...lately.slice(0, 1), ...candidates, ...lately] : candidates;
    return {
      leadId: sure,
      candidates: offered.length ? [...new Set(offered)].slice(0, ASKED) : lately,
      says,
      named,
      nameOnly: isNameOnly(text, customers),
      byContext: customer.byContext === true,
      stranger: customer.stranger && text.slice(...customer.stranger),
      parts: this.partsOf(text, parsed, asker),
    };
  }

  /** Whom a name on a form means; whoever the person had open only stands among those to choose from. */
  async readName(
    name: string,
    asker: { scope: Scope; person: Person; version: PlaybookVersion; now: Date },
  ): Promise<Pick<NoteReading, 'leadId' | 'candidates'>> {
    const { customers, open } = await this.customersOf(asker.person, asker.scope);
    const unfocused = customers.map(({ lastFocusAt: _, ...customer }) => customer);
    const { customer } = this.parse(name, asker.version, asker.now, unfocused);
    const likely = customer.candidates.flatMap((c) => c.leadId ?? []).filter((id) => open.has(id));
    const lately = recent(customers.filter((c) => open.has(c.leadId ?? '')));
    return {
      leadId: customer.status === 'sure' ? customer.best?.leadId : undefined,
      candidates: [...new Set([...likely, ...lately])].slice(0, ASKED),
    };
  }

  /** Who looks after the customer of this name, whoever may see it; nothing else of the customer is told. */
  async ownerOfName(company: string): Promise<string | undefined> {
    const candidate = { company };
    const possible = await this.deps.customers.possibleDuplicates([], duplicateKeys(candidate));
    const [best] = findDuplicates(candidate, possible.map(asExisting));
    return best && possible.find(({ _id }) => _id === best.customerId)?.ownerId;
  }

  /** Each of several customers with its part of the line, when every part says something. */
  private partsOf(
    text: string,
    { customer: { parts = [] } }: ParsedNote,
    { version, now }: { version: PlaybookVersion; now: Date },
  ): NoteReading['parts'] {
    const each = parts.flatMap(({ leadId, span }) =>
      leadId ? [{ leadId, text: text.slice(...span).replace(/[\s,，;；。、]+$/u, '') }] : [],
    );
    const allSay = each.every((part) => makesRecord(part.text, this.parse(part.text, version, now, [])));
    return each.length > 1 && each.length === parts.length && allSay ? each : undefined;
  }

  /** Whether a line about a lead makes a record at all; a question, a chat, a command nobody knows does not. */
  makesRecord(typed: string, version: PlaybookVersion, now: Date, names: readonly string[] = []): boolean {
    const text = heardAs(typed, names);
    const stated = statedIn(text, version.playbook, now);
    if (stated.found.length) return true;
    // 过会了 is news of the lead in the playbook's own words, whatever else it is.
    if (SAID_DONE.test(text) && !isAskedOfBot(text) && stagesSaid(text, version.playbook, now).length)
      return true;
    return makesRecord(text, this.parse(text, version, now, []));
  }

  /** What the contacts of a lead's customer are called. */
  async namesAt({ customerId }: { customerId: string }): Promise<string[]> {
    return namesIn(await this.deps.customers.get(customerId));
  }

  /** Values a line plainly means to set and cannot, in words for whoever typed it. */
  unreadable(text: string, version: PlaybookVersion, now: Date): string[] {
    return statedIn(text, version.playbook, now).problems;
  }

  /** What a note says about this customer, and with whom there it was. */
  async factsAbout(
    { customerId }: { customerId: string },
    text: string,
    version: PlaybookVersion,
    now: Date,
  ): Promise<NoteFacts> {
    const customer = await this.deps.customers.get(customerId);
    const contact = customer && matchContact(text, customer, customer.contacts.map(contactFields));
    const facts = this.understand(heardAs(text, namesIn(customer)), version, now);
    return { ...facts, text, contact: contact?.name };
  }

  /**
   * What a record says once it is put right: each kind of thing the new words speak of (actions, sum, objections, …) is
   * replaced, what they say did not happen is gone, and the rest stands.
   */
  async factsCorrected(
    record: Interaction,
    text: string,
    version: PlaybookVersion,
    now: Date,
  ): Promise<NoteFacts> {
    const facts = await this.factsAbout(record, text, version, now);
    if (record.remark) return asRemark({ ...facts, contact: facts.contact ?? record.contact });
    const parsed = this.parse(text, version, now, []);
    const { actions } = version.playbook;
    const closing = actions.filter((action) => action.closes).map(({ id }) => id);
    const quoting = actions.filter(({ kinds }) => kinds?.includes('quoted')).map(({ id }) => id);
    const without = takenAwayBy(parsed, record, (id) => quoting.includes(id));
    return correctedFacts(record, facts, without, now, (id) => closing.includes(id));
  }

  /** What a record says with more words added to it: 已联系, then 已报价 as what came of it. */
  async factsCompleted(
    record: Interaction,
    more: string,
    version: PlaybookVersion,
    now: Date,
  ): Promise<NoteFacts> {
    const whole = await this.factsCorrected(record, `${record.text} ${more}`, version, now);
    const facts = completedFacts(record, whole, this.understand(record.text, version, now));
    // Answered in words that say nothing of the call, the question stays open.
    return { ...facts, outcomeAsked: record.outcomeAsked && facts.reached === 'no' ? true : undefined };
  }

  /** What a record says once its author has tapped something it may say. */
  factsAdded(record: Interaction, added: Doubted, version: PlaybookVersion, now: Date): NoteFacts {
    const { playbook } = version;
    if (record.reached === 'yes') return withAdded(record, added, playbook);
    const parsed = this.parse(record.text, version, record.at, []);
    const { amountFen, amountMaxFen, scenes } = noteFactsOf(record.text, parsed, playbook, now, 'yes');
    return withAdded({ ...record, amountFen, amountMaxFen, scenes }, added, playbook);
  }

  /** What a line may say that is not surely enough said to be recorded: what it can be kept as in one tap. */
  doubtsIn(text: string, version: PlaybookVersion, now: Date): Doubted[] {
    return doubtsOf(this.parse(text, version, now, []), version.playbook);
  }

  /** What a note says, whoever it is about. What did not take place is not among it. */
  private understand(text: string, version: PlaybookVersion, now: Date): NoteFacts {
    const stated = statedIn(text, version.playbook, now);
    // Sums and dates that are values of fields are no quotation and no appointment.
    const words = withoutStatements(text, stated);
    const facts = noteFactsOf(words, this.parse(words, version, now, []), version.playbook, now);
    const values = stated.found.map(({ path, value }) => ({ path, value }));
    return { ...facts, text, ...(values.length ? { facts: { values } } : {}) };
  }

  /** A time typed on its own: 周五上午10点. */
  when(text: string, version: PlaybookVersion, now: Date): Date | undefined {
    return parseWhen(text, now, workdayStart(version))?.at;
  }

  /** The beginning of the day a typed time falls on. */
  startOf(text: string, version: PlaybookVersion, now: Date): Date | undefined {
    const at = this.when(text, version, now);
    const calendar = calendarOf(version.playbook);
    return at && calendar.at(calendar.dayKey(at), '00:00');
  }

  /** The end of the day a typed time falls on: 到周五 means Friday included. */
  endOf(text: string, version: PlaybookVersion, now: Date): Date | undefined {
    const at = this.when(text, version, now);
    const calendar = calendarOf(version.playbook);
    return at && calendar.at(calendar.dayKey(at), '24:00');
  }

  private parse(text: string, version: PlaybookVersion, now: Date, customers: KnownCustomer[]): ParsedNote {
    return this.parserFor(version.playbook).parse(text, {
      now,
      customers,
      workdayStart: workdayStart(version),
    });
  }

  private parserFor(playbook: Playbook): NoteParser {
    const known = this.parsers.get(playbook);
    if (known) return known;
    const parser = noteParserOf(playbook, createSegmenter);
    this.parsers.set(playbook, parser);
    return parser;
  }

  private async customersOf(
    person: Person,
    scope: Scope,
  ): Promise<{ customers: KnownCustomer[]; open: Set<string>; leads: Lead[] }> {
    // A rep's own; a manager's people's.
    const mine = person.role === 'rep' ? { ownerId: person._id } : {};
    const found = await this.deps.leads.list(scope, mine, { sort: { createdAt: -1 }, limit: KNOWN_LEADS });
    const ids = [...new Set(found.map((lead) => lead.customerId))];
    const records = await this.deps.customers.list(scope, { _id: { $in: ids } }, { limit: KNOWN_LEADS });
    // Customers that were merged are one, whose projects are told apart.
    const wholes = groupWholes(records);
    const all = found.map((lead) => ({ ...lead, customerId: wholes.idOf(lead.customerId) }));
    // Of a customer with an open lead only that one can be meant.
    const busy = new Set(all.filter(isOpen).map((lead) => lead.customerId));
    const leads = all.filter((lead) => isOpen(lead) || !busy.has(lead.customerId));
    const focus = new Map(person.focus.map((f) => [f.leadId, f.at]));
    const customers = leads.map((lead) => ({
      leadId: lead._id,
      customerId: lead.customerId,
      name: lead.company || lead.contactName,
      aliases: wholes.aliasesOf(lead.customerId),
      ...(lead.city && { city: lead.city }),
      contacts: [contactOf(lead), ...wholes.contactsOf(lead.customerId).map(contactFields)],
      ...focusedAt(focus.get(lead._id)),
    }));
    return { customers, open: new Set(leads.filter(isOpen).map((lead) => lead._id)), leads };
  }
}
