import type { Op } from '../../core/effect.ts';
import { errorText, GenjinError } from '../../core/errors.ts';
import { SheetError } from '../../documents/spreadsheet.ts';
import type { Submission } from '../../domain/intake/submission.ts';
import { trialLead } from '../../domain/intake/trial-lead.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { Person } from '../../domain/people/person.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import { routeMany, type TrialLead, type TrialResult } from '../../domain/routing/route-many.ts';
import type { FileStore } from '../../stores/files.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { SettingStore } from '../../stores/settings.ts';
import type { IntakeService } from '../leads/intake.ts';
import type { KnownCustomers } from '../leads/known-customers.ts';
import { openLeadSheet, readLeadRow } from '../leads/lead-sheet.ts';

export interface TrialDeps {
  people: PeopleStore;
  leads: LeadStore;
  files: FileStore;
  settings: SettingStore;
  known: Pick<KnownCustomers, 'look'>;
  intake: Pick<IntakeService, 'readTyped'>;
}

/** A sheet sent so long after 试跑 is tried and not imported; ms of wall time. */
const AWAITED_MS = 600_000;
export const MAX_TRIED = 200;
/** Of the newest leads, so many are given out anew to show what a change does. */
const REPLAYED = 50;

export interface TriedRow {
  /** Of the sheet, or the line's place, from 1. */
  row: number;
  about: string;
  /** Who would get it, with the first reasons; or what would become of it without being given out. */
  outcome: string;
  winner?: string | undefined;
}

export interface Trial {
  rows: TriedRow[];
  /** Lines that would not be taken in, columns nobody reads: in Chinese. */
  notes: string[];
  /** How many each would get. */
  shares: string;
}

export interface Comparison {
  tried: number;
  /** 徐静 12 → 9 条. */
  people: string[];
  /** Leads that somebody else would have got: L1024 市一医院：徐静 → 王敏. */
  moved: string[];
}

type Read = { row: number } & ({ submission: Submission } | { reason: string });

/**
 * Who would get leads, and why, before anything is published (B6): lines or a sheet under a playbook, and the newest
 * leads under the one in force and a draft. Nothing is written but who waits for a sheet.
 */
export class TrialService {
  private readonly deps: TrialDeps;

  constructor(deps: TrialDeps) {
    this.deps = deps;
  }

  /** The next sheet of this person is to be tried, under this change where one is named. */
  async awaitSheet(person: Pick<Person, '_id'>, change: string | undefined, op: Op): Promise<void> {
    await this.deps.settings.set(settingOf(person), {
      until: op.now.getTime() + AWAITED_MS,
      ...(change !== undefined && { change }),
    });
  }

  /**
   * Whether a sheet that has come is to be tried; once. The same event asks again after a crash and is answered the same:
   * what was sent to be tried must not be imported.
   */
  async takesSheet(person: Pick<Person, '_id'>, op: Op): Promise<{ change?: string } | null> {
    const name = settingOf(person);
    const awaited = await this.deps.settings.get<{ until: number; change?: string; key?: string }>(name);
    if (!awaited || (awaited.key === undefined ? op.now.getTime() > awaited.until : awaited.key !== op.key))
      return null;
    await this.deps.settings.set(name, { ...awaited, key: op.key });
    return awaited.change === undefined ? {} : { change: awaited.change };
  }

  /** Pasted lines: a table with its header, or a lead a line. @throws GenjinError `invalid` for too many */
  async ofText(text: string, version: PlaybookVersion, now: Date): Promise<Trial> {
    const lines = text.split('\n').map((line) => line.trim());
    const table = /[\t,，].*[\t,，]|\t/.test(lines[0] ?? '') ? await this.tableIn(text, version) : undefined;
    if (table) return this.tried(table.read, table.notes, version, now);
    const read = lines.flatMap((line, i): Read[] => {
      const typed = line.replace(/^(?:\d{1,3}[.、)）]\s*)?(?:新线索\s*)?/, '');
      if (!typed) return [];
      const parsed = this.deps.intake.readTyped(typed, version);
      return [
        parsed.ok
          ? { row: i + 1, submission: parsed.submission }
          : { row: i + 1, reason: parsed.problems.map(({ message }) => message).join('；') },
      ];
    });
    return this.tried(read, [], version, now);
  }

  /** @throws GenjinError `invalid` for a file that is no list of leads */
  async ofFile(fileId: string, version: PlaybookVersion, now: Date): Promise<Trial> {
    const bytes = await this.deps.files.read(fileId);
    try {
      const { read, notes } = await readSheet(bytes, version);
      return await this.tried(read, notes, version, now);
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      throw new GenjinError('invalid', 'The sheet cannot be tried', {
        userText: `没有试跑：${errorText(error)}`,
      });
    }
  }

  /** The newest leads given out anew, under the one and the other. */
  async compare(before: PlaybookVersion, after: PlaybookVersion): Promise<Comparison> {
    const newest = await this.deps.leads.list(EVERYTHING, {}, { sort: { createdAt: -1 }, limit: REPLAYED });
    const leads = newest.reverse();
    const ids = new Set(leads.map(({ _id }) => _id));
    const everybody = await this.deps.people.all();
    const people = everybody.map((one) => ({ ...one, slots: one.slots.filter((id) => !ids.has(id)) }));
    const names = new Map(people.map(({ _id, name }) => [_id, name]));
    const trial = leads.map((lead): TrialLead => ({ ...lead, at: lead.createdAt, closedAt: lead.closedAt }));
    const winners = [before, after].map((playbookVersion) =>
      routeMany(trial, { people, playbookVersion, now: leads.at(-1)?.createdAt ?? new Date(0) }).map(
        ({ decision }) => nameOf(decision.winnerId, names),
      ),
    );
    const [was = [], is = []] = winners;
    const all = [...new Set([...was, ...is])];
    const count = (list: readonly string[], who: string) => list.filter((one) => one === who).length;
    return {
      tried: leads.length,
      people: all.map((who) => `${who} ${count(was, who)} → ${count(is, who)} 条`),
      moved: leads.flatMap((lead, i) =>
        was[i] === is[i] ? [] : [`${lead._id} ${lead.company || lead.contactName}：${was[i]} → ${is[i]}`],
      ),
    };
  }

  private async tableIn(text: string, version: PlaybookVersion) {
    try {
      return await readSheet(Buffer.from(text), version);
    } catch (error) {
      // No header: then each line is a lead.
      if (error instanceof SheetError) return undefined;
      throw error;
    }
  }

  private async tried(
    read: readonly Read[],
    notes: readonly string[],
    version: PlaybookVersion,
    now: Date,
  ): Promise<Trial> {
    if (read.length > MAX_TRIED)
      throw new GenjinError('invalid', 'Too many leads to try', {
        userText: `一次最多试跑 ${MAX_TRIED} 条，这里有 ${read.length} 条`,
      });
    const people = await this.deps.people.all();
    const names = new Map(people.map(({ _id, name }) => [_id, name]));
    const rows: TriedRow[] = [];
    const toRoute: { row: TriedRow; lead: TrialLead }[] = [];
    const refused: string[] = [];
    for (const one of read) {
      if ('reason' in one) {
        refused.push(`第 ${one.row} 行不会录入：${one.reason}`);
        continue;
      }
      const { lead, prepared } = trialLead(one.submission, version, `row-${one.row}`);
      const { company, contactName, phone } = one.submission;
      const about = [company || contactName || phone, ...lead.categories, lead.region, lead.budget];
      const row: TriedRow = { row: one.row, about: about.filter(Boolean).join(' · '), outcome: '' };
      const known = await this.deps.known.look(prepared);
      const keeper = known.match && people.find(({ _id, active }) => active && _id === known.match?.ownerId);
      if (known.match) {
        const open = await this.openOf(known.match._id);
        row.outcome = `已在册 ${known.match._id}（${known.because}）${open ? `，并入 ${open._id}` : ''}${keeper ? `，仍由 ${keeper.name} 跟进` : ''}`;
        row.winner = keeper?.name;
      }
      if (!known.match || !keeper) toRoute.push({ row, lead });
      rows.push(row);
    }
    const leads = toRoute.map(({ lead }) => lead);
    for (const [i, result] of routeMany(leads, { people, playbookVersion: version, now }).entries()) {
      const row = toRoute[i]?.row;
      if (!row) continue;
      row.winner = nameOf(result.decision.winnerId, names);
      row.outcome = [row.outcome, `→ ${row.winner}${whyOf(result)}`].filter(Boolean).join(' ');
    }
    return { rows, notes: [...notes, ...refused], shares: sharesOf(rows) };
  }

  private async openOf(customerId: string): Promise<Lead | undefined> {
    const leads = await this.deps.leads.list(
      EVERYTHING,
      { customerId },
      { sort: { createdAt: -1 }, limit: 5 },
    );
    return leads.find(isOpen);
  }
}

function settingOf({ _id }: Pick<Person, '_id'>): string {
  return `trial-of:${_id}`;
}

async function readSheet(
  bytes: Uint8Array,
  { playbook }: PlaybookVersion,
): Promise<{ read: Read[]; notes: string[] }> {
  const sheet = await openLeadSheet(bytes, playbook);
  const read: Read[] = [];
  for await (const row of sheet.rows) {
    const one = readLeadRow(row, playbook);
    read.push(one.ok ? { row: one.row, submission: one.submission } : { row: one.row, reason: one.reason });
    if (read.length > MAX_TRIED) break;
  }
  return { read, notes: sheet.notes };
}

const REASONS_SHOWN = 2;

function whyOf({ decision }: TrialResult): string {
  const winner = decision.candidates.find(({ userId }) => userId === decision.winnerId);
  const reasons = winner?.reasons.slice(0, REASONS_SHOWN).join('；');
  return winner ? ` ${winner.total} 分${reasons ? `（${reasons}）` : ''}` : '';
}

function nameOf(id: string | undefined, names: ReadonlyMap<string, string>): string {
  return id === undefined ? '没有合适的人' : (names.get(id) ?? id);
}

function sharesOf(rows: readonly TriedRow[]): string {
  const counts = new Map<string, number>();
  for (const { winner = '没有合适的人' } of rows) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([who, n]) => `${who} ${n} 条`)
    .join('，');
}
