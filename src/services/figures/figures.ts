import { GenjinError } from '../../core/errors.ts';
import { type SheetColumn, writeSheet } from '../../documents/spreadsheet.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import { type Fact, standing } from '../../domain/facts/fact.ts';
import { stageLabel } from '../../domain/journey/stages.ts';
import { type Lead, OPEN_STATUSES } from '../../domain/leads/lead.ts';
import { SOURCE_LABELS } from '../../domain/leads/sources.ts';
import type { FigureAnswer } from '../../domain/metrics/answer.ts';
import {
  type AskedFigure,
  type Counted,
  type Dimension,
  type FigureDefinition,
  type FigureRow,
  type Group,
  groupsOf,
  quantile,
  sliceOf,
  sumOf,
} from '../../domain/metrics/figure.ts';
import { FIGURES } from '../../domain/metrics/index.ts';
import type { Days } from '../../domain/metrics/period.ts';
import { unknownFigure, type Where } from '../../domain/metrics/read-question.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Filter, Scope } from '../../domain/people/scope.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { FactStore } from '../../stores/facts.ts';
import type { FileStore } from '../../stores/files.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface FigureDeps {
  facts: FactStore;
  leads: LeadStore;
  files: FileStore;
  directory: Directory;
  playbooks: Playbooks;
}

export interface FigureAsked extends Days {
  by?: Dimension | undefined;
  where?: Where | undefined;
}

const MAX_LEADS = 50_000;
const MAX_ROWS = 20_000;
const UNKNOWN: Record<Dimension, string> = {
  person: '未分配',
  team: '未分组',
  region: '未分区',
  source: '未知来源',
  product: '未填产品',
  stage: '未知节点',
  day: '',
  month: '',
};

/** Figures, each by its one definition, from facts of the window and nothing older, within the asker's scope. */
export class FigureService {
  private readonly deps: FigureDeps;

  constructor(deps: FigureDeps) {
    this.deps = deps;
  }

  /** @throws GenjinError `not-found` with the nearest name */
  definition(id: string): FigureDefinition {
    const found = FIGURES.find((figure) => figure.id === id);
    if (found) return found;
    throw new GenjinError('not-found', `No figure ${id}`, { userText: unknownFigure(id) });
  }

  /** What each figure means and is held against. */
  async list(): Promise<Pick<FigureAnswer, 'id' | 'title' | 'formula' | 'unit' | 'target'>[]> {
    const { metrics } = (await this.deps.playbooks.current()).playbook;
    return FIGURES.map((figure) => ({
      id: figure.id,
      title: figure.title,
      formula: figure.formula(metrics),
      unit: figure.unit,
      target: figure.target?.(metrics) ?? null,
    }));
  }

  /** @throws GenjinError `invalid` where a figure of leads as they stand is asked for a past period */
  async answer(figure: FigureDefinition, asked: FigureAsked, scope: Scope, now: Date): Promise<FigureAnswer> {
    const { playbook } = await this.deps.playbooks.current();
    const { rows, pending } = await this.rows(figure, asked, scope, now);
    const groups = asked.by ? await this.labelled(groupsOf(figure, rows, asked.by), asked.by, playbook) : [];
    const { id, title, unit, sums } = figure;
    return {
      id,
      title,
      formula: figure.formula(playbook.metrics),
      unit,
      target: figure.target?.(playbook.metrics) ?? null,
      isLessBetter: figure.isLessBetter ?? false,
      from: asked.from,
      to: asked.to,
      ...sumOf(figure, rows),
      pending,
      ...(sums === 'median' && { p90: quantile(rows, 0.9) }),
      groups,
    };
  }

  /** What stands behind a figure; each row adds its part above and below the line. */
  async rows(figure: FigureDefinition, asked: FigureAsked, scope: Scope, now: Date): Promise<Counted> {
    const [current, people] = await Promise.all([this.deps.playbooks.current(), this.deps.directory.map()]);
    const today = calendarOf(current.playbook).dayKey(now);
    if (figure.reads.leads === 'now' && asked.to < today) {
      const userText = `${figure.title}按现在的在跟线索计算，没有过去时段的值；请把结束日期写到今天`;
      throw new GenjinError('invalid', `${figure.id} has no past`, { userText });
    }
    assertMayCount(figure, scope, current.playbook);
    const base = await this.base(figure, asked, scope);
    const answers = await this.answers(figure, base);
    const leads = await this.leads(figure, asked, scope, current);
    const versions = await this.versions([...base, ...[...answers.values()].flat()]);
    const context: AskedFigure = {
      from: asked.from,
      to: asked.to,
      now,
      current,
      version: (v) => versions.get(v) ?? current,
      teamOf: (person) => people.get(person ?? '')?.team,
    };
    const { rows, pending } = figure.count({ base, answers, leads }, context);
    return { rows: rows.filter((row) => isIn(row, asked.where)), pending };
  }

  /** The rows as a spreadsheet, kept for a message to carry. */
  async sheet(
    figure: FigureDefinition,
    asked: FigureAsked,
    { scope, person, now }: { scope: Scope; person: Colleague; now: Date },
  ): Promise<{ file: { name: string; fileId: string }; count: number }> {
    const { rows } = await this.rows(figure, asked, scope, now);
    const shown = rows.slice(0, MAX_ROWS);
    const ids = [...new Set(shown.map(({ lead }) => lead))];
    const [leads, people, { playbook }] = await Promise.all([
      this.deps.leads.list(scope, { _id: { $in: ids } }, { limit: MAX_ROWS }),
      this.deps.directory.map(),
      this.deps.playbooks.current(),
    ]);
    const companies = new Map(leads.map(({ _id, company }) => [_id, company]));
    const columns = columnsOf(figure, companies, people, playbook);
    const name = `${figure.title}明细-${asked.from}至${asked.to}.xlsx`;
    const bytes = await writeSheet(columns, shown, figure.title);
    const fileId = await this.deps.files.put(bytes, { name, by: person._id, at: now });
    return { file: { name, fileId }, count: rows.length };
  }

  private async base({ reads }: FigureDefinition, { from, to }: Days, scope: Scope): Promise<Fact[]> {
    const own = inFacts(scope.leads) as Filter;
    const found = await Promise.all(
      (reads.base ?? []).map((kind) => this.deps.facts.ofDays(kind, from, to, own)),
    );
    return standing(found.flat());
  }

  private async answers({ reads }: FigureDefinition, base: readonly Fact[]): Promise<Map<string, Fact[]>> {
    const answers = new Map<string, Fact[]>();
    if (!reads.answers) return answers;
    const leads = [...new Set(base.map(({ lead }) => lead))];
    for (const fact of standing(await this.deps.facts.ofLeads(leads, reads.answers))) {
      answers.set(fact.lead, [...(answers.get(fact.lead) ?? []), fact]);
    }
    return answers;
  }

  private async leads(
    { reads }: FigureDefinition,
    { from, to }: Days,
    scope: Scope,
    { playbook }: PlaybookVersion,
  ): Promise<Lead[]> {
    if (!reads.leads) return [];
    const open = { status: { $in: [...OPEN_STATUSES] } };
    const calendar = calendarOf(playbook);
    const filter =
      reads.leads === 'now'
        ? open
        : {
            createdAt: { $lte: calendar.at(to, '24:00') },
            $or: [open, { closedAt: { $gte: calendar.at(from, '00:00') } }],
            withdrawn: null,
          };
    return this.deps.leads.list(scope, filter, { sort: { _id: 1 }, limit: MAX_LEADS });
  }

  private async versions(facts: readonly Fact[]): Promise<Map<number, PlaybookVersion>> {
    const numbers = [...new Set(facts.map(({ v }) => v))];
    return new Map(
      await Promise.all(numbers.map(async (v) => [v, await this.deps.playbooks.get(v)] as const)),
    );
  }

  private async labelled(
    groups: readonly Group[],
    by: Dimension,
    playbook: Playbook,
  ): Promise<FigureAnswer['groups']> {
    const people = await this.deps.directory.map();
    return groups.map((group) => ({ ...group, label: labelOf(group.key, by, people, playbook) }));
  }
}

/** How people call a part. */
export function labelOf(
  key: string,
  by: Dimension,
  people: ReadonlyMap<string, Colleague>,
  playbook: Playbook,
): string {
  if (!key) return UNKNOWN[by];
  if (by === 'person') return people.get(key)?.name ?? key;
  if (by === 'source') return SOURCE_LABELS[key as keyof typeof SOURCE_LABELS] ?? key;
  return by === 'stage' ? stageLabel(key, playbook) : key;
}

/** Sums of a field are for whoever may see the field. @throws GenjinError `forbidden` */
function assertMayCount({ id, sums, title }: FigureDefinition, scope: Scope, { journey }: Playbook): void {
  const field = journey.dealAmount?.replace(/^fields\./, '');
  if (sums !== 'amount' || !field || !scope.hiddenFields.has(field)) return;
  throw new GenjinError('forbidden', `${id} is hidden`, { userText: `您的角色不能查看${title}` });
}

function isIn(row: FigureRow, where: Where = {}): boolean {
  return Object.entries(where).every(([by, key]) => sliceOf(row, by as Dimension) === key);
}

/** A scope over leads said of facts: whose lead it is stands there as `person`. */
function inFacts(filter: unknown): unknown {
  if (Array.isArray(filter)) return filter.map(inFacts);
  if (typeof filter !== 'object' || filter === null) return filter;
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name === 'ownerId' ? 'person' : name, inFacts(value)]),
  );
}

function columnsOf(
  figure: FigureDefinition,
  companies: ReadonlyMap<string, string>,
  people: ReadonlyMap<string, Colleague>,
  playbook: Playbook,
): SheetColumn<FigureRow>[] {
  const inSlice = (by: Dimension) => (row: FigureRow) => labelOf(sliceOf(row, by), by, people, playbook);
  return [
    { header: '编号', value: ({ lead }) => lead, width: 10 },
    { header: '单位', value: ({ lead }) => companies.get(lead) ?? '已转出', width: 28 },
    { header: '日期', value: ({ day }) => day, width: 12 },
    { header: '人', value: inSlice('person'), width: 10 },
    { header: '组', value: inSlice('team'), width: 12 },
    { header: '区域', value: inSlice('region'), width: 10 },
    { header: '来源', value: inSlice('source'), width: 10 },
    { header: '产品', value: inSlice('product'), width: 16 },
    { header: '节点', value: inSlice('stage'), width: 14 },
    { header: '分子', value: ({ hit }) => hit, width: 8 },
    { header: '分母', value: ({ of }) => Math.round(of * 100) / 100, width: 8 },
    ...(figure.sums === 'median' || figure.sums === 'amount'
      ? [
          {
            header: `值（${figure.unit}）`,
            value: ({ value }: FigureRow) => value && Math.round(value * 100) / 100,
            width: 12,
          },
        ]
      : []),
    { header: '说明', value: ({ says }) => says, width: 48 },
  ];
}
