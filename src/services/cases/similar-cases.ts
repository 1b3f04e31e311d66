import type { Op } from '../../core/effect.ts';
import { type CaseTags, queryOf, termsOfCase } from '../../domain/cases/case-terms.ts';
import { outcomeOf, type PastCase, partsNamed, withoutPersons } from '../../domain/cases/past-case.ts';
import { Ranking } from '../../domain/cases/ranking.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { createSegmenter } from '../../domain/note/jieba-segmenter.ts';
import type { NoteParser } from '../../domain/note/parse-note.ts';
import { noteParserOf, noteVocabularyOf } from '../../domain/note/playbook-parser.ts';
import { EVERYTHING, type Scope } from '../../domain/people/scope.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';

export interface CaseDeps {
  interactions: InteractionStore;
  leads: LeadStore;
  customers: CustomerStore;
  changes: Changes;
}

/** Cases kept in the index at most, the newest. */
const MOST = 10_000;
const BATCH = 1_000;
/** Records of another process may come in this much later than their time says. */
const OVERLAP_MS = 600_000;
/** Looked at for each that is shown: some are taken back, of the same lead, or say nothing. */
const CANDIDATES = 20;
/** Below this nothing is alike enough to be shown. */
const LEAST_SHARE = 0.2;

/**
 * Similar past cases (C11), by words and by what the playbook recognised in them. The index is made of the newest records
 * when it is first asked and goes on from there; it holds terms only, and everything shown is read from the records.
 */
export class SimilarCases {
  private readonly deps: CaseDeps;
  private readonly ranking = new Ranking(MOST);
  private readonly parsers = new WeakMap<Playbook, NoteParser>();
  private newest: Date | undefined;
  private reading: Promise<void> | undefined;

  constructor(deps: CaseDeps) {
    this.deps = deps;
  }

  /** The cases most like a record, none of its own lead. */
  async like(
    record: Interaction,
    scope: Scope,
    version: PlaybookVersion,
    limit: number,
  ): Promise<PastCase[]> {
    const lead = await this.deps.leads.get(record.leadId);
    const tags = tagsOf(record, lead);
    if (!tags.scenes.length && !tags.objections.length) return [];
    return this.find(record.text, tags, { scope, version, limit, except: record.leadId });
  }

  /** `案例 LIS对接`: the cases a line asks for. */
  async about(text: string, scope: Scope, version: PlaybookVersion, limit: number): Promise<PastCase[]> {
    const { playbook } = version;
    const { objections, scenes } = this.parserFor(playbook).parse(text, { now: new Date(0), customers: [] });
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    const tags = { scenes: ids(scenes), objections: ids(objections), products: productsIn(text, playbook) };
    return this.find(text, tags, { scope, version, limit });
  }

  /** Somebody found a past case helpful, and which part of it. Once a person and case. */
  async help(id: string, part: string | undefined, op: Op): Promise<void> {
    await this.deps.changes.change(this.deps.interactions, id, op, (current) => {
      const others = (current.helped ?? []).filter(({ by }) => by !== op.by);
      return { set: { helped: [...others, { by: op.by, at: op.now, ...(part && { part }) }] } };
    });
  }

  private async find(
    text: string,
    tags: CaseTags,
    {
      scope,
      version,
      limit,
      except,
    }: { scope: Scope; version: PlaybookVersion; limit: number; except?: string },
  ): Promise<PastCase[]> {
    if (scope.hidesContacts) return [];
    await this.catchUp(version.playbook);
    const query = queryOf(text, tags, segmenterOf(version.playbook));
    const ranked = this.ranking.search(query, CANDIDATES).filter(({ share }) => share >= LEAST_SHARE);
    const shown: PastCase[] = [];
    const leads = new Set(except ? [except] : []);
    for (const { id } of ranked) {
      const record = await this.deps.interactions.get(id);
      if (!record || record.state === 'undone' || leads.has(record.leadId)) continue;
      leads.add(record.leadId);
      const found = await this.shown(record, tags, scope, version.playbook);
      if (found) shown.push(found);
      if (shown.length >= limit) break;
    }
    return shown;
  }

  private parserFor(playbook: Playbook): NoteParser {
    const known = this.parsers.get(playbook) ?? noteParserOf(playbook, createSegmenter);
    this.parsers.set(playbook, known);
    return known;
  }

  private async shown(
    record: Interaction,
    tags: CaseTags,
    scope: Scope,
    playbook: Playbook,
  ): Promise<PastCase | null> {
    const [lead, mine] = await Promise.all([
      this.deps.leads.get(record.leadId),
      this.deps.leads.find(scope, record.leadId),
    ]);
    if (!lead) return null;
    const customer = await this.deps.customers.get(lead.customerId);
    const persons = [lead.contactName, record.contact, ...(customer?.contacts ?? []).map(({ name }) => name)];
    const houses = [lead.company, customer?.name, ...(customer?.aliases ?? [])];
    const names = [...persons, ...(mine ? [] : houses)].filter((name): name is string => Boolean(name));
    const common = [
      ...record.scenes.filter(({ id }) => tags.scenes.includes(id)),
      ...record.objections.filter(({ id }) => tags.objections.includes(id)),
    ].map(({ label }) => label);
    return {
      id: record._id,
      who: mine ? lead.company || '本人客户' : kindOf(lead),
      said: withoutPersons(record.text, names),
      ...outcomeOf(record, lead, playbook),
      because: [...common, ...lead.categories.filter((category) => tags.products.includes(category))],
      helped: record.helped?.length ?? 0,
      parts: partsNamed(record.helped),
    };
  }

  /** Takes what was recorded since into the index; one at a time. */
  private catchUp(playbook: Playbook): Promise<void> {
    this.reading ??= this.read(playbook).finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(playbook: Playbook): Promise<void> {
    const cut = segmenterOf(playbook);
    const first = this.newest === undefined;
    // The first time newest first, so that the oldest are those left out; in reverse they age in order.
    const records = first
      ? (await this.deps.interactions.cases(MOST)).reverse()
      : await this.deps.interactions.casesSince(new Date((this.newest?.getTime() ?? 0) - OVERLAP_MS), BATCH);
    const leads = new Map<string, Lead>();
    for (let at = 0; at < records.length; at += BATCH) {
      const ids = [...new Set(records.slice(at, at + BATCH).map(({ leadId }) => leadId))];
      const filter = { _id: { $in: ids } };
      const found = await this.deps.leads.list(EVERYTHING, filter, { limit: ids.length });
      for (const lead of found) leads.set(lead._id, lead);
    }
    for (const record of records) {
      const tags = tagsOf(record, leads.get(record.leadId) ?? null);
      this.ranking.put(record._id, termsOfCase(record.text, tags, cut));
      this.newest = record.at;
    }
  }
}

function tagsOf({ scenes, objections }: Interaction, lead: Lead | null): CaseTags {
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  return { scenes: ids(scenes), objections: ids(objections), products: lead?.categories ?? [] };
}

function productsIn(text: string, { products }: Playbook): string[] {
  return products
    .filter(({ words }) => words.some((word) => text.includes(word)))
    .map(({ category }) => category);
}

/** What kind of customer it is, where whose it is may not be told. */
function kindOf({ region, industry, categories }: Lead): string {
  return [region, industry ?? categories[0]].filter(Boolean).join(' · ') || '某客户';
}

/** The segmenter the note reader uses: the words of the playbook stay whole. */
function segmenterOf(playbook: Playbook): (text: string) => readonly string[] {
  const { actions, objections, scenes } = noteVocabularyOf(playbook);
  return createSegmenter([...actions, ...objections, ...scenes].flatMap(({ words }) => words));
}
