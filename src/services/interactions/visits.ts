import { createHash } from 'node:crypto';
import { type EffectBody, type Op, step } from '../../core/effect.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import type { NoteFacts } from '../../domain/interactions/interaction-effects.ts';
import { type VisitParser, visitParserOf, withoutTodos } from '../../domain/interactions/read-visit.ts';
import {
  describeHint,
  describeScore,
  hasMinutes,
  startVisit,
  type Visit,
  type VisitHint,
  type VisitSaid,
  visitCorrected,
  visitWith,
  type WeekOfVisits,
} from '../../domain/interactions/visit.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { createSegmenter } from '../../domain/note/jieba-segmenter.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { FileStore } from '../../stores/files.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Directory } from '../people/directory.ts';
import type { CorrectionService } from './corrections.ts';
import type { FollowUpService } from './follow-up.ts';
import type { NoteReader } from './note-reader.ts';

export interface VisitDeps {
  interactions: InteractionStore;
  leads: Pick<LeadStore, 'get' | 'list'>;
  files: Pick<FileStore, 'read'>;
  directory: Directory;
  notes: NoteReader;
  followUp: FollowUpService;
  corrections: CorrectionService;
}

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;
const MOST_VISITS = 2_000;

/** Visits to customers (C3): begun by a line or a place, completed by answers, one record each. */
export class VisitService {
  private readonly deps: VisitDeps;
  private readonly parsers = new WeakMap<Playbook, VisitParser>();

  constructor(deps: VisitDeps) {
    this.deps = deps;
  }

  /** What a line says of a visit. */
  said(text: string, version: PlaybookVersion, now: Date): VisitSaid {
    return this.parserFor(version.playbook).parse(text, now);
  }

  /**
   * Records a visit that took place, as far as the line tells of it. The same operation again answers the same record.
   * A bare line, which names a customer and tells nothing, begins a visit that counts for nothing yet.
   * @returns null when the line says that there was none: a plan, an attempt in vain, nobody there
   */
  async begin(
    lead: Lead,
    { text, place, isBare }: { text: string; place?: string; isBare: boolean },
    version: PlaybookVersion,
    op: Op,
  ): Promise<Interaction | null> {
    const { notes, followUp, interactions } = this.deps;
    const facts = await notes.factsAbout(lead, text, version, op.now);
    if (facts.reached !== 'yes') return null;
    const { visits } = version.playbook;
    const said = this.said(text, version, op.now);
    const since = new Date(op.now.getTime() - visits.hint.minutes * MINUTE_MS);
    const before = await interactions.visitsSince(op.by, since);
    const visit = { ...startVisit(said, visits, place), ...hinted(before + 1, version.playbook) };
    const dated = this.dated({ ...facts, visit }, text, version, op.now);
    const isBegun = isBare && !saysMore(said, dated);
    return followUp.record(lead, isBegun ? { ...dated, reached: 'no' } : dated, op);
  }

  /** Adds what was answered or typed. @param words typed beside the answers: they count as a line of the record */
  async add(
    record: Interaction,
    {
      said,
      passed = [],
      nextAt,
      words,
    }: {
      said: VisitSaid;
      passed?: Visit['passed'];
      nextAt?: Date | undefined;
      words?: string | undefined;
    },
    version: PlaybookVersion,
    op: Op,
  ): Promise<Interaction> {
    if (!record.visit) return record;
    const visit = { ...visitWith(record.visit, said, version.playbook.visits) };
    visit.passed = [...new Set([...record.visit.passed, ...passed])];
    const told = words ? await this.deps.notes.factsCompleted(record, words, version, op.now) : record;
    const facts = words ? this.dated({ ...told, visit }, words, version, op.now) : { ...told, visit };
    const next = nextAt ? { nextAt, nextPrecision: 'day' as const } : {};
    const isSaid = words !== undefined || nextAt !== undefined || said.pains.length + said.ticks.length > 0;
    const reached = isSaid ? 'yes' : record.reached;
    return this.deps.corrections.visited(record._id, { ...facts, ...next, reached }, op);
  }

  /** Keeps a photo of the site. The same photo at another visit is hinted at. */
  async addPhoto(
    record: Interaction,
    { fileId, name }: { fileId: string; name: string },
    op: Op,
  ): Promise<Interaction> {
    if (!record.visit) return record;
    const checksum = createHash('sha256')
      .update(await this.deps.files.read(fileId))
      .digest('hex');
    const other = await this.deps.interactions.visitWithPhoto(checksum, record._id);
    const hints: VisitHint[] = [
      ...(record.visit.hints ?? []).filter(({ kind }) => kind !== 'same-photo'),
      ...(other ? [{ kind: 'same-photo' as const, of: other._id }] : []),
    ];
    const visit = { ...record.visit, photo: { fileId, name, checksum }, ...(hints.length && { hints }) };
    return this.deps.corrections.visited(record._id, { ...record, visit }, op);
  }

  /** Keeps where it was. */
  async addPlace(record: Interaction, place: string, op: Op): Promise<Interaction> {
    if (!record.visit) return record;
    const facts = { ...record, visit: { ...record.visit, place } };
    return this.deps.corrections.visited(record._id, facts, op);
  }

  /** Nothing more is asked: it was a contact, whatever was said of it; what was ticked goes to the manager as minutes. */
  async close(record: Interaction, { playbook }: PlaybookVersion, op: Op): Promise<Interaction> {
    if (!record.visit?.open) return record;
    const visit = { ...record.visit, open: false };
    const effects = hasMinutes(visit) ? await this.minutes(record, playbook) : [];
    return this.deps.corrections.visited(
      record._id,
      { ...record, visit, reached: 'yes' },
      step(op, 'close'),
      effects,
    );
  }

  /** What a correction makes of the visit; undefined for a record that is none. */
  corrected({ visit }: Interaction, text: string, version: PlaybookVersion, now: Date): Visit | undefined {
    return visit && visitCorrected(visit, this.said(text, version, now), version.playbook.visits);
  }

  /** What words added to a record make of its visit. */
  completed({ visit }: Interaction, text: string, version: PlaybookVersion, now: Date): Visit | undefined {
    return visit && visitWith(visit, this.said(text, version, now), version.playbook.visits);
  }

  /** The last seven days' visits to customers in scope. */
  async week(scope: Scope, now: Date): Promise<WeekOfVisits> {
    const since = new Date(now.getTime() - WEEK_MS);
    const records = await this.deps.interactions.visits(since, MOST_VISITS);
    const ids = [...new Set(records.map(({ leadId }) => leadId))];
    const [leads, people] = await Promise.all([
      this.deps.leads.list(scope, { _id: { $in: ids } }, { limit: ids.length || 1 }),
      this.deps.directory.map(),
    ]);
    const byId = new Map(leads.map((lead) => [lead._id, lead]));
    const seen = records.flatMap(({ _id, leadId, by, visit }) => {
      const lead = byId.get(leadId);
      return visit && lead ? [{ _id, leadId, by, visit, company: lead.company || '未留单位' }] : [];
    });
    const red = seen
      .filter(({ visit }) => visit.score.red)
      .sort((a, b) => a.visit.score.points - b.visit.score.points)
      .map(({ _id, leadId, by, visit, company }) => ({
        ...{ id: _id, leadId, company, by: people.get(by)?.name ?? by },
        score: describeScore(visit.score),
        ...(visit.hints?.length ? { hints: visit.hints.map(describeHint).join('；') } : {}),
      }));
    return { visits: seen.length, red };
  }

  private async minutes({ _id, leadId, by }: Interaction, { visits }: Playbook): Promise<EffectBody[]> {
    const [lead, people] = await Promise.all([this.deps.leads.get(leadId), this.deps.directory.map()]);
    if (!lead) return [];
    return resolveRecipients(visits.minutesTo, lead, people)
      .filter((id) => id !== by)
      .map((to) => ({
        type: 'send',
        message: {
          channel: 'chat',
          to,
          kind: 'visit-minutes',
          refs: { lead: leadId, interaction: _id },
          params: {},
          urgency: 'normal',
        },
      }));
  }

  /**
   * The next appointment is what the line says of one; with none, the first to-do's day. The days of to-dos are no
   * appointments.
   */
  private dated(facts: NoteFacts, text: string, version: PlaybookVersion, now: Date): NoteFacts {
    const todos = facts.visit?.todos ?? [];
    if (!todos.length || withoutTodos(text) === text.trim()) return facts;
    const agreed = this.deps.notes.when(withoutTodos(text), version, now);
    if (agreed && agreed > now)
      return { ...facts, nextAt: agreed, nextPrecision: facts.nextPrecision ?? 'day' };
    const calendar = calendarOf(version.playbook);
    const [first] = todos.flatMap(({ by }) => by ?? []).sort();
    const at = first && calendar.at(first, version.playbook.calendar.hours[0]?.slice(0, 5) ?? '09:00');
    return at && at > now ? { ...facts, nextAt: at, nextPrecision: 'day' } : facts;
  }

  private parserFor(playbook: Playbook): VisitParser {
    const known = this.parsers.get(playbook) ?? visitParserOf(playbook, createSegmenter);
    this.parsers.set(playbook, known);
    return known;
  }
}

/** Whether a line tells anything but that there is a visit. */
function saysMore(
  { pains, ticks, todos, denied }: VisitSaid,
  { actions, objections, scenes, amountFen, nextAt, facts }: NoteFacts,
): boolean {
  const told = pains.length + ticks.length + todos.length + denied.length + objections.length + scenes.length;
  return told > 0 || actions.length > 1 || [amountFen, nextAt, facts].some((one) => one !== undefined);
}

/** So many visits within a short time are hinted at: they may have been entered afterwards. */
function hinted(visits: number, { visits: { hint } }: Playbook): Pick<Visit, 'hints'> {
  return visits >= hint.visits ? { hints: [{ kind: 'many', visits, minutes: hint.minutes }] } : {};
}
