import { TZDate } from '@date-fns/tz';
import { parseDaySpan } from '../calendar/time-of-day.ts';
import type { Person } from '../people/person.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { RoutableLead } from './routable-lead.ts';

/** Who is out before any scoring, and why. */
export interface GateInput {
  lead: RoutableLead;
  playbook: Pick<Playbook, 'routing' | 'calendar'>;
  now: Date;
  /** Person id → Chinese reason: passed it on, let its clock run out, … */
  exclude?: ReadonlyMap<string, string> | undefined;
}

/** Open leads a person carries besides this one: a slot claimed for the lead itself does not count against it. */
export function openLeads(person: Pick<Person, 'slots'>, lead: Pick<RoutableLead, '_id'>): number {
  return person.slots.reduce((count, id) => (id === lead._id ? count : count + 1), 0);
}

/** Open leads a person may carry at once. */
export function capOf(person: Pick<Person, 'cap'>, playbook: Pick<Playbook, 'routing'>): number {
  return person.cap ?? playbook.routing.cap;
}

/** Why the person may not get this lead now, in Chinese; empty means eligible. */
export function exclusions(person: Person, input: GateInput): string[] {
  const { lead, playbook } = input;
  const reasons: string[] = [];
  const excluded = input.exclude?.get(person._id);
  if (person.role !== 'rep') reasons.push('不是销售代表');
  if (!person.active) reasons.push('账号已停用');
  if (excluded !== undefined) reasons.push(excluded);
  if (person.unreachable) reasons.push(`收不到消息：${person.unreachable.reason}`);
  const open = openLeads(person, lead);
  const cap = capOf(person, playbook);
  if (open >= cap) reasons.push(`手上已有 ${open} 条未结线索，达到上限 ${cap}`);
  if (playbook.routing.region === 'strict' && !sellsIn(person, lead.region))
    reasons.push(`区域不符：负责${person.regions.join('、')}，线索在${lead.region}`);
  reasons.push(...awayNow(person, input.now, playbook.calendar.timeZone));
  return reasons;
}

/** No region on the lead, or none on the person, means that region cannot speak against the pair. */
export function sellsIn(person: Pick<Person, 'regions'>, region: string | undefined): boolean {
  return region === undefined || person.regions.length === 0 || person.regions.includes(region);
}

function awayNow(person: Person, now: Date, timeZone: string): string[] {
  const reasons: string[] = [];
  const { absence, quiet } = person;
  if (absence && absence.from <= now && now < absence.until) {
    const until = new TZDate(absence.until, timeZone);
    reasons.push(`${absence.reason || '不在岗'}，到${until.getMonth() + 1}月${until.getDate()}日`);
  }
  if (quiet !== undefined && isQuiet(quiet, new TZDate(now, timeZone))) reasons.push(`免打扰时段 ${quiet}`);
  return reasons;
}

/** `22:00-08:00` runs over midnight; the start belongs to it, the end does not. What cannot be read is not quiet. */
function isQuiet(hours: string, local: TZDate): boolean {
  const span = parseDaySpan(hours);
  if (!span) return false;
  const minute = local.getHours() * 60 + local.getMinutes();
  return span.from < span.to
    ? span.from <= minute && minute < span.to
    : span.from <= minute || minute < span.to;
}
