import type { Effect } from '../../core/effect.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import { type Fact, reversalOf } from '../../domain/facts/fact.ts';
import { leadPath } from '../../domain/leads/lead-fields.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { FactStore } from '../../stores/facts.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface LandingDeps {
  facts: FactStore;
  leads: LeadStore;
  directory: Directory;
  playbooks: Playbooks;
}

export type FactsEffect = Effect & { type: 'facts' };
type Stated = FactsEffect['post'][number];

/**
 * Keeps what one document's effects state, in their order: what is taken back has been kept before. The team, the
 * local day and the playbook in force are added here, a moment after it happened; a second time keeps nothing new.
 * @throws when what is to be taken back was never kept
 */
export async function landFacts(effects: readonly FactsEffect[], deps: LandingDeps): Promise<void> {
  const stated = effects.flatMap(({ post, at }) => post.map((fact) => ({ fact, at })));
  if (stated.length) {
    const [version, people] = await Promise.all([deps.playbooks.current(), deps.directory.map()]);
    const leads = await leadsOf(
      stated.map(({ fact }) => fact),
      deps.leads,
    );
    await deps.facts.append(
      stated.map(({ fact, at }) => ({
        ...complete(fact, version, leads.get(fact.lead)),
        team: people.get(fact.person ?? '')?.team,
        recordedAt: at,
      })),
    );
  }
  const reversals = new Map(effects.flatMap(({ reverse, at }) => reverse.map((id) => [id, at] as const)));
  if (!reversals.size) return;
  const originals = await deps.facts.get([...reversals.keys()]);
  if (originals.length < reversals.size) throw new Error(`facts to take back were never kept`);
  await deps.facts.append(
    originals.map((fact) => reversalOf(fact, reversals.get(fact._id) ?? fact.recordedAt)),
  );
}

type Slices = Pick<Fact, 'region' | 'source' | 'products' | 'stage'>;

/** A record does not say where its lead belongs; the lead does. */
async function leadsOf(stated: readonly Stated[], leads: LeadStore): Promise<Map<string, Slices>> {
  const unsaid = new Set(stated.filter(({ source }) => source === undefined).map(({ lead }) => lead));
  const found = await Promise.all([...unsaid].map((id) => leads.get(id)));
  return new Map(
    found.flatMap((lead) => {
      if (!lead) return [];
      const { _id, region, source, products, stage } = lead;
      return [[_id, { region, source, products, stage }]];
    }),
  );
}

function complete(
  { key: _key, id, ...fact }: Stated,
  { version, playbook }: PlaybookVersion,
  slices: Slices | undefined,
): Omit<Fact, 'recordedAt'> {
  const calendar = calendarOf(playbook);
  const { at, values } = fact;
  return {
    ...slices,
    ...withoutNothing(fact),
    _id: id,
    n: 1,
    day: calendar.dayKey(at),
    week: calendar.weekKey(at),
    month: calendar.monthKey(at),
    v: version,
    ...(values && { values: worth(values, playbook) }),
  };
}

/** Effects come back from the database with null for what was undefined. */
function withoutNothing<T extends object>(fact: T): T {
  return Object.fromEntries(
    Object.entries(fact).filter(([, value]) => value !== undefined && value !== null),
  ) as T;
}

/** Of a won lead the worth of its deal, in 分, as the playbook in force says which number that is. */
function worth(values: Record<string, unknown>, playbook: Playbook): Record<string, unknown> {
  const { numbers, ...rest } = values;
  if (!numbers || rest.fen !== undefined) return rest;
  const { dealAmount } = playbook.journey;
  const path = dealAmount ? leadPath(dealAmount, playbook)?.replace(/^fields\./, '') : undefined;
  const yuan = path ? (numbers as Record<string, number>)[path] : undefined;
  return yuan === undefined ? rest : { ...rest, fen: Math.round(yuan * 100) };
}
