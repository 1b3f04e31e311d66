/**
 * The facts a company's records tell, read again by somebody who knows nothing of how facts are kept: plain loops over
 * leads and records as they lie in the database.
 */
import type { Interaction } from '../../../src/domain/interactions/interaction.ts';
import type { Lead } from '../../../src/domain/leads/lead.ts';
import type { Company } from './company.ts';

/** `kind lead moment person`, sorted. Deadlines that went by are told by the audit log. */
export async function toldByRecords({ connection }: Company): Promise<string[]> {
  const leads = (await connection.collection('leads').find().toArray()) as unknown as Lead[];
  const records = (await connection.collection('interactions').find().toArray()) as unknown as Interaction[];
  const lines: string[] = [];
  const say = (kind: string, lead: string, at: Date, who: string | undefined) =>
    lines.push(`${kind} ${lead} ${at.toISOString()} ${who ?? '-'}`);
  for (const lead of leads) {
    const holderAt = (at: Date) => {
      let holder = lead.assignments[0]?.ownerId;
      for (const given of lead.assignments) if (given.at <= at) holder = given.ownerId;
      return holder;
    };
    say('lead.created', lead._id, lead.createdAt, lead.assignments[0]?.ownerId);
    for (const given of lead.assignments) say('lead.assigned', lead._id, given.at, given.ownerId);
    const contacts = records.filter(
      (one) => one.leadId === lead._id && one.state !== 'undone' && one.reached === 'yes' && !one.onCustomer,
    );
    const first = contacts.map(({ at }) => at.getTime()).sort((a, b) => a - b)[0];
    if (first !== undefined) say('lead.reached', lead._id, new Date(first), holderAt(new Date(first)));
    for (const move of lead.journey?.moves ?? []) {
      say('stage.moved', lead._id, move.at, holderAt(move.at));
    }
    if (lead.closedAt && (lead.status === 'won' || lead.status === 'lost')) {
      say('lead.closed', lead._id, lead.closedAt, lead.ownerId);
    }
  }
  for (const one of records) {
    if (one.state === 'undone') continue;
    if (one.reached !== 'no') say('contact', one.leadId, one.at, one.by);
    if (one.nextAt && !one.remark && !one.onCustomer) say('promise', one.leadId, one.nextAt, one.by);
  }
  return lines.sort();
}

/** The facts that stand, told the same way: those of which all is undone again are none. */
export async function toldByFacts({ connection }: Company): Promise<string[]> {
  const sums = new Map<string, { n: number; line: string; kind: string }>();
  for (const fact of await connection.collection<{ _id: string }>('facts').find().toArray()) {
    const { _id, n, kind, lead, at, person } = fact as unknown as Record<string, string> & {
      n: number;
      at: Date;
    };
    const id = String(_id).replace(/!$/, '');
    const known = sums.get(id) ?? { n: 0, line: '', kind: String(kind) };
    sums.set(id, {
      n: known.n + n,
      line: `${kind} ${lead} ${(at as unknown as Date).toISOString()} ${person ?? '-'}`,
      kind: String(kind),
    });
  }
  const standing = [...sums.values()].filter(({ n }) => n !== 0);
  return standing
    .filter(({ kind }) => kind !== 'clock.overdue' && kind !== 'document.filed')
    .map(({ line }) => line)
    .sort();
}
