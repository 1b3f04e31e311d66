import type { FigureRow } from '../../domain/metrics/figure.ts';
import { FIGURES } from '../../domain/metrics/index.ts';
import type { Days } from '../../domain/metrics/period.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { AuditStore } from '../../stores/audit.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PlaybookStore } from '../../stores/playbooks.ts';
import type { Playbooks } from '../playbooks.ts';
import type { FigureService } from './figures.ts';
import { RECOUNTS } from './recount.ts';
import type { Part, Parts, Told } from './told.ts';

export interface ProofDeps {
  figures: FigureService;
  leads: LeadStore;
  interactions: InteractionStore;
  audit: AuditStore;
  playbooks: Playbooks;
  versions: PlaybookStore;
}

/** A row the two ways do not agree on. */
export interface Difference {
  figure: string;
  title: string;
  row: string;
  /** `分子/分母` of either way; `没有` where it has no such row. */
  first: string;
  second: string;
}

const AT_ONCE = 500;
const MANY = 1_000_000;
const VERSIONS = 1_000;

/** Computes each figure of a period both ways and names every row they differ on. */
export class FigureProof {
  private readonly deps: ProofDeps;

  constructor(deps: ProofDeps) {
    this.deps = deps;
  }

  async differences(days: Days, now: Date): Promise<Difference[]> {
    const told = await this.told(days, now);
    const found: Difference[] = [];
    for (const figure of FIGURES) {
      const recount = RECOUNTS[figure.id];
      if (!recount) continue;
      const { rows } = await this.deps.figures.rows(figure, days, EVERYTHING, now);
      for (const one of compare(rows, recount(told))) {
        found.push({ figure: figure.id, title: figure.title, ...one });
      }
    }
    return found;
  }

  /** All that may have happened in the period is on a lead that has changed since it began. */
  private async told({ from, to }: Days, now: Date): Promise<Told> {
    const { leads, interactions, audit } = this.deps;
    const versionAt = await this.versions();
    const all = await leads.list(EVERYTHING, {}, { sort: { _id: 1 }, limit: MANY });
    const records = [];
    for (let i = 0; i < all.length; i += AT_ONCE) {
      const some = all.slice(i, i + AT_ONCE).map(({ _id }) => _id);
      records.push(...(await interactions.list({ leadId: { $in: some } }, MANY)));
    }
    const since = new Date(`${from}T00:00:00Z`).getTime() - 86_400_000;
    const lines = await audit.list({ kind: 'clock.fired', at: { $gte: new Date(since) } }, MANY);
    // Deadlines of orders name their lead as well.
    const fired = lines.flatMap(({ leadId, after, record }) => {
      if (!leadId || after?.step !== 0 || (record && record.kind !== 'lead')) return [];
      const { clock, startedAt, dueAt, deadline = dueAt } = after;
      return [
        { lead: leadId, clock: String(clock), startedAt: startedAt as Date, deadline: deadline as Date },
      ];
    });
    return { leads: all, records, fired, versionAt, now, from, to };
  }

  private async versions(): Promise<Told['versionAt']> {
    const rows = await this.deps.versions.list(VERSIONS);
    const known = new Map<number, PlaybookVersion>();
    for (const { _id } of rows) known.set(_id, await this.deps.playbooks.get(_id));
    return (at) => {
      const row = rows.find((one) => one.at <= at) ?? rows.at(-1);
      const version = row && known.get(row._id);
      if (!version) throw new RangeError('no playbook has been published');
      return version;
    };
  }
}

function compare(rows: readonly FigureRow[], parts: Parts): Pick<Difference, 'row' | 'first' | 'second'>[] {
  const first = new Map<string, Part>(rows.map((row) => [row.id, row]));
  const ids = [...new Set([...first.keys(), ...parts.keys()])].sort();
  return ids.flatMap((row) => {
    const [one, other] = [said(first.get(row)), said(parts.get(row))];
    return one === other ? [] : [{ row, first: one, second: other }];
  });
}

function said(part: Part | undefined): string {
  if (!part) return '没有';
  const { hit, of, value } = part;
  const rounded = (n: number) => Math.round(n * 1e6) / 1e6;
  return `${rounded(hit)}/${rounded(of)}${value === undefined ? '' : ` ${rounded(value)}`}`;
}
