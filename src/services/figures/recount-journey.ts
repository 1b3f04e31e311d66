/** The second way to compute figures of moves and ends: plain loops over leads and records, never facts. */
import type { Lead } from '../../domain/leads/lead.ts';
import { contacts, DAY, isWithin, movedInEarlier, type Parts, type Told } from './told.ts';

function closings(told: Told): { lead: Lead; at: Date; won: boolean }[] {
  const found: { lead: Lead; at: Date; won: boolean }[] = [];
  for (const lead of told.leads) {
    if (lead.withdrawn || !lead.closedAt) continue;
    if (lead.status !== 'won' && lead.status !== 'lost') continue;
    if (isWithin(lead.closedAt, told)) found.push({ lead, at: lead.closedAt, won: lead.status === 'won' });
  }
  return found;
}

export function ends(which: 'won' | 'lost') {
  return (told: Told): Parts =>
    new Map(
      closings(told).map(({ lead, won }) => [lead._id, { of: 1, hit: won === (which === 'won') ? 1 : 0 }]),
    );
}

export function sums(told: Told): Parts {
  const parts: Parts = new Map();
  for (const { lead, at, won } of closings(told)) {
    if (!won) continue;
    const { dealAmount } = told.versionAt(at).playbook.journey;
    const field = lead.fields[(dealAmount ?? '').replace(/^fields\./, '')];
    const fen = lead.movedIn
      ? lead.movedIn.dealFen
      : typeof field === 'number'
        ? Math.round(field * 100)
        : undefined;
    parts.set(lead._id, fen === undefined ? { of: 1, hit: 0 } : { of: 1, hit: 1, value: fen / 100 });
  }
  return parts;
}

export function density(told: Told): Parts {
  const parts: Parts = new Map();
  for (const { lead, at, won } of closings(told)) {
    if (!won || movedInEarlier(lead)) continue;
    const standard = told.versionAt(at).playbook.actions.filter(({ closes }) => !closes);
    const kinds = new Set<string>();
    for (const one of contacts(lead._id, told, false)) {
      if (one.at > at) continue;
      for (const { id } of one.actions) if (standard.some((rule) => rule.id === id)) kinds.add(id);
    }
    parts.set(lead._id, { of: 1, hit: kinds.size });
  }
  return parts;
}

function moves(told: Told) {
  return told.leads
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap((lead) => (lead.journey?.moves ?? []).map((move, i, all) => ({ lead, move, i, all })))
    .filter(({ move }) => isWithin(move.at, told));
}

export function stays(told: Told): Parts {
  const parts: Parts = new Map();
  for (const { lead, move, i, all } of moves(told)) {
    if (move.kind === 'reopened' || move.kind === 'replaced') continue;
    const since = i > 0 ? all[i - 1]?.at : lead.createdAt;
    const ms = move.at.getTime() - (since ?? lead.createdAt).getTime();
    parts.set(`${lead._id}@${move.at.getTime()}`, { of: 1, hit: 1, value: ms / DAY });
  }
  return parts;
}

export function waived(told: Told): Parts {
  const parts: Parts = new Map();
  for (const { lead, move } of moves(told)) {
    if (move.kind !== 'forward' && move.kind !== 'won') continue;
    parts.set(`${lead._id}@${move.at.getTime()}`, { of: 1, hit: move.waived?.length ? 1 : 0 });
  }
  return parts;
}

export function conversions(told: Told): Parts {
  const parts: Parts = new Map();
  for (const { lead, move, i, all } of moves(told)) {
    if (move.kind !== 'forward' || all.slice(0, i).some(({ to }) => to === move.to)) continue;
    let on = 0;
    for (const later of all.slice(i + 1)) {
      const isOn = later.kind === 'forward' || later.kind === 'won';
      if (isOn && later.at.getTime() - move.at.getTime() <= 60 * DAY) on = 1;
    }
    parts.set(`${lead._id}:${move.to}`, { of: 1, hit: on });
  }
  return parts;
}
