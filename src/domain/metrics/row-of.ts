import type { Calendar } from '../calendar/calendar.ts';
import type { Fact } from '../facts/fact.ts';
import type { Lead } from '../leads/lead.ts';
import type { AskedFigure, FigureRow, Found } from './figure.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

type Counts = Pick<FigureRow, 'of' | 'hit' | 'says'> & Partial<FigureRow>;

/** A row in the slices of the fact it rests on. */
export function rowOf(
  { lead, person, team, region, source, products, stage, day }: Fact,
  counts: Counts,
): FigureRow {
  return { id: lead, lead, person, team, region, source, products, stage, day, ...counts };
}

/** A row of a lead as it stands now. */
export function rowOfLead(lead: Lead, day: string, { teamOf }: AskedFigure, counts: Counts): FigureRow {
  const { _id, ownerId, region, source, products, stage } = lead;
  return {
    id: _id,
    lead: _id,
    person: ownerId,
    team: teamOf(ownerId),
    region,
    source,
    products,
    stage,
    day,
    ...counts,
  };
}

/** What answers a fact, of one kind, the earliest first. */
export function answersTo({ lead }: Pick<Fact, 'lead'>, kind: Fact['kind'], { answers }: Found): Fact[] {
  const found = (answers.get(lead) ?? []).filter((fact) => fact.kind === kind);
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Records that reached the customer, or tried to (`attempts`), of the lead and not of the customer alone. */
export function contactsOf(
  fact: Pick<Fact, 'lead'>,
  found: Found,
  { attempts }: { attempts: boolean },
): Fact[] {
  return answersTo(fact, 'contact', found).filter(
    ({ values }) => !values?.onCustomer && (attempts || values?.rung === 'yes'),
  );
}

/** `11-24 09:12`, in the calendar's zone. */
export function moment(at: Date, calendar: Calendar): string {
  const minutes = Math.floor((at.getTime() - calendar.startOfDay(at).getTime()) / 60_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${calendar.dayKey(at).slice(5)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `2.5小时`. */
export function hours(ms: number): string {
  return `${Math.round((ms / HOUR_MS) * 10) / 10}小时`;
}

export function isHistory({ values }: Fact): boolean {
  return values?.history === true;
}
