/**
 * Figures a second time: by plain loops over leads, records and the audit log, never from facts. Only the calendar is
 * shared. What it finds is held against the first way, row by row.
 */
import { shiftDay } from '../../domain/calendar/calendar.ts';
import { conversions, density, ends, stays, sums, waived } from './recount-journey.ts';
import { calendarAt, contacts, HOUR, isWithin, movedInEarlier, type Parts, type Told } from './told.ts';

function activation(told: Told): Parts {
  const parts: Parts = new Map();
  for (const lead of told.leads) {
    const since = lead.firstAssignedAt;
    if (!since || !isWithin(since, told)) continue;
    const hours = told.versionAt(since).playbook.metrics.activationHours;
    if (told.now.getTime() - since.getTime() <= hours * HOUR) continue;
    const [first] = contacts(lead._id, told, false);
    const hit = first && first.at.getTime() - since.getTime() <= hours * HOUR ? 1 : 0;
    parts.set(lead._id, { of: 1, hit });
  }
  return parts;
}

function sla(told: Told): Parts {
  const parts: Parts = new Map();
  for (const lead of told.leads) {
    const since = lead.createdAt;
    if (lead.withdrawn || movedInEarlier(lead) || !isWithin(since, told)) continue;
    const limit = told.versionAt(since).playbook.metrics.slaHours * HOUR;
    const tried = contacts(lead._id, told, true).find(({ at }) => at >= since);
    const took = calendarAt(since, told).workingBetween(since, tried ? tried.at : told.now);
    if (tried) parts.set(lead._id, { of: 1, hit: took <= limit ? 1 : 0 });
    else if (took > limit) parts.set(lead._id, { of: 1, hit: 0 });
  }
  return parts;
}

function slaOfAssignments(told: Told): Parts {
  const parts: Parts = new Map();
  for (const lead of told.leads) {
    if (lead.withdrawn || movedInEarlier(lead)) continue;
    for (const [i, given] of lead.assignments.entries()) {
      if (!isWithin(given.at, told)) continue;
      const until = lead.assignments[i + 1]?.at;
      const tried = contacts(lead._id, told, true).find(
        ({ at, by }) => by === given.ownerId && at >= given.at && (!until || at < until),
      );
      if (!tried && until && until.getTime() - given.at.getTime() < HOUR / 2) continue;
      const limit = told.versionAt(given.at).playbook.metrics.slaHours * HOUR;
      const took = calendarAt(given.at, told).workingBetween(given.at, tried ? tried.at : told.now);
      const id = `${lead._id}#${given.n}`;
      if (tried) parts.set(id, { of: 1, hit: took <= limit ? 1 : 0 });
      else if (until || took > limit) parts.set(id, { of: 1, hit: 0 });
    }
  }
  return parts;
}

function response(told: Told): Parts {
  const parts: Parts = new Map();
  for (const lead of told.leads) {
    const since = lead.createdAt;
    if (lead.withdrawn || movedInEarlier(lead) || !isWithin(since, told)) continue;
    const tried = contacts(lead._id, told, true).find(({ at }) => at >= since);
    if (tried) parts.set(lead._id, { of: 1, hit: 1, value: (tried.at.getTime() - since.getTime()) / HOUR });
    else parts.set(lead._id, { of: 1, hit: 0 });
  }
  return parts;
}

function promises(told: Told): Parts {
  const parts: Parts = new Map();
  for (const record of told.records) {
    const { nextAt, remark, onCustomer, state, at: since, leadId } = record;
    if (!nextAt || remark || onCustomer || state === 'undone' || !isWithin(nextAt, told)) continue;
    const lead = told.leads.find(({ _id }) => _id === leadId);
    if (!lead || lead.withdrawn) continue;
    const calendar = calendarAt(nextAt, told);
    const due = calendar.dayKey(nextAt);
    const kept = contacts(leadId, told, false).some(({ at }) => at > since && calendar.dayKey(at) <= due);
    const isClosed = lead.status === 'won' || lead.status === 'lost';
    const { closedAt } = lead;
    const owesNothing = isClosed && closedAt && closedAt >= since && closedAt <= nextAt;
    if (!kept && (owesNothing || calendar.dayKey(told.now) <= due)) continue;
    parts.set(`${leadId}:${since.getTime()}`, { of: 1, hit: kept ? 1 : 0 });
  }
  return parts;
}

function overdueSolved(told: Told): Parts {
  const parts: Parts = new Map();
  for (const { lead: id, clock, startedAt, deadline } of told.fired) {
    const lead = told.leads.find(({ _id }) => _id === id);
    if (!lead || clock === 'assignment' || !isWithin(deadline, told)) continue;
    let until = calendarAt(deadline, told).dayKey(deadline);
    for (let left = 3; left > 0; ) {
      until = shiftDay(until, 1);
      if (calendarAt(deadline, told).isWorkday(until)) left--;
    }
    const clockOfDay = deadline.getTime() - calendarAt(deadline, told).startOfDay(deadline).getTime();
    const end = new Date(calendarAt(deadline, told).at(until, '00:00').getTime() + clockOfDay);
    const ends = [
      ...contacts(id, told, false).map(({ at }) => at),
      ...(lead.journey?.moves ?? []).map(({ at }) => at),
      ...(lead.closedAt && (lead.status === 'won' || lead.status === 'lost') ? [lead.closedAt] : []),
    ];
    const solved = ends.some((at) => at >= deadline && at <= end);
    if (solved || told.now > end) {
      parts.set(`${id}:${clock}:${startedAt.getTime()}`, { of: 1, hit: solved ? 1 : 0 });
    }
  }
  return parts;
}

function weeklyActions(told: Told): Parts {
  const parts: Parts = new Map();
  for (const lead of told.leads) {
    const first = lead.assignments[0];
    if (!lead.ownerId || !first || lead.withdrawn) continue;
    const isClosed = lead.status === 'won' || lead.status === 'lost';
    const done = new Set<string>();
    for (const one of contacts(lead._id, told, false)) {
      if (!isWithin(one.at, told)) continue;
      const { playbook } = told.versionAt(one.at);
      const day = calendarAt(one.at, told).dayKey(one.at);
      for (const { id } of one.actions) {
        if (!playbook.actions.some((rule) => rule.id === id && rule.closes)) done.add(`${day}/${id}`);
      }
    }
    let days = 0;
    for (let day = told.from; day <= told.to; day = shiftDay(day, 1)) {
      const begun = calendarAt(told.now, told).dayKey(first.at) <= day;
      const today = calendarAt(told.now, told).dayKey(told.now);
      const over = isClosed && lead.closedAt && calendarAt(told.now, told).dayKey(lead.closedAt) < day;
      if (begun && !over && day <= today) days++;
    }
    if (days) parts.set(lead._id, { of: days / 7, hit: done.size });
  }
  return parts;
}

/** The second way of each figure that is computed from facts. */
export const RECOUNTS: Readonly<Record<string, (told: Told) => Parts>> = {
  'activation-72h': activation,
  'sla-2h': sla,
  'sla-2h-assigned': slaOfAssignments,
  'first-response': response,
  'promise-kept': promises,
  'overdue-solved': overdueSolved,
  'actions-per-week': weeklyActions,
  'action-density': density,
  'stage-stay': stays,
  'stage-conversion': conversions,
  'moves-waived': waived,
  won: ends('won'),
  lost: ends('lost'),
  'win-rate': ends('won'),
  'won-amount': sums,
};
