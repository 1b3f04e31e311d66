import { join } from 'node:path';
import { type DemoCustomer, type DemoLead, loadDemoData } from './config/demo-data.ts';
import { demoPeople, loadDemoTeam } from './config/demo-team.ts';
import { fromStart } from './config/relative-time.ts';
import type { EffectBody, Op } from './core/effect.ts';
import { afterFiring, calendarOf, startClock, startDwell } from './domain/clocks/clock-rules.ts';
import type { Customer } from './domain/customer.ts';
import { prepareLead } from './domain/intake/prepare.ts';
import type { Interaction } from './domain/interactions/interaction.ts';
import { reachedByActions } from './domain/interactions/older-records.ts';
import { journeyBegunAt } from './domain/journey/locks.ts';
import type { Assignment, Lead } from './domain/leads/lead.ts';
import type { PlaybookVersion } from './domain/playbook/playbook.ts';
import type { RunningClock } from './domain/records/clock.ts';
import type { RoutingDecision } from './domain/routing/model.ts';
import { auditOf } from './services/interactions/interaction-effects.ts';
import { cardAbout } from './services/messages.ts';
import type { Stores } from './stores/stores.ts';

/** Files of the demo company; relative to the project, as is the playbook. */
export const DEMO_FOLDER = 'fixtures/demo';
/** The playbook the demo's customers and leads are written for. */
const DEMO_COMPANY = 'medical-devices';
export const DEMO_PLAYBOOK = 'fixtures/playbooks/medical-devices/playbook.yaml';

const PROGRESS = 'demo-seeding';

/**
 * Fills an empty database with a company in the middle of its week: people, customers with a history, leads in
 * every state. Runs once, and again if it was cut off; a database that holds other people is left alone.
 * @param from.team a file of other people, to begin with nothing but them: no customers and no leads
 */
export async function seedDemo(
  stores: Stores,
  version: PlaybookVersion,
  from: { root: string; team?: string | undefined },
  now: Date,
): Promise<boolean> {
  const progress = await stores.settings.get<'begun' | 'done'>(PROGRESS);
  const taken = progress === undefined && (await stores.people.all()).length > 0;
  if (taken || progress === 'done') return false;
  const team = loadDemoTeam(from.team ?? join(from.root, DEMO_FOLDER, 'team.yaml'));
  await stores.settings.set(PROGRESS, 'begun');
  // The customers and leads are the demo team's, in a medical company; under another playbook only the team fits.
  const own = !from.team && version.playbook.playbook === DEMO_COMPANY;
  const fits = own || from.team;
  const data = own ? loadDemoData(join(from.root, DEMO_FOLDER)) : { customers: [], leads: [] };
  const customers = new Map(data.customers.map((customer) => [customer.id, customer]));
  for (const customer of data.customers) await seedCustomer(stores, customer, version, now);
  for (const lead of data.leads) await seedLead(stores, lead, customers.get(lead.customer), version, now);
  if (own) await stores.counters.atLeast('lead', highest(data.leads));
  if (own) await stores.counters.atLeast('customer', highest(data.customers));
  const carried = new Map<string, string[]>();
  for (const lead of data.leads) {
    const owner = lead.closed === undefined && lead.assignments.at(-1)?.owner;
    if (owner) carried.set(owner, [...(carried.get(owner) ?? []), lead.id]);
  }
  for (const person of demoPeople(team, now)) {
    const wins = fits
      ? person.wins
      : person.wins.map((win, i) => ({ ...win, category: soldInstead(version, win.category, i) }));
    const regions = fits ? person.regions : [];
    await stores.people.upsert({ ...person, regions, wins, slots: carried.get(person._id) ?? [] });
  }
  await stores.settings.set(PROGRESS, 'done');
  return true;
}

/** Some category of this playbook for one of the demo company's, so that the team has something to be routed by. */
function soldInstead({ playbook }: PlaybookVersion, category: string, i: number): string {
  const own = playbook.products.map((product) => product.category);
  return own[(category.length + i) % Math.max(1, own.length)] ?? category;
}

function highest(items: readonly { id: string }[]): number {
  return Math.max(...items.map((item) => Number(item.id.slice(1))));
}

async function seedCustomer(
  stores: Stores,
  demo: DemoCustomer,
  version: PlaybookVersion,
  now: Date,
): Promise<void> {
  if (await stores.customers.get(demo.id)) return;
  const contacts = demo.contacts.map((contact) =>
    prepareLead({ ...blank(demo), ...contact, contactName: contact.name }, version),
  );
  const [first] = contacts;
  if (!first) return;
  const doc: Omit<Customer, 'rev' | 'effects' | 'applied'> = {
    ...first.customer,
    _id: demo.id,
    aliases: demo.aliases,
    contacts: contacts.flatMap((c) => c.customer.contacts),
    fields: { ...first.customer.fields, ...demo.fields },
    tags: demo.tags,
    concerns: demo.concerns,
    ownerId: demo.owner,
    ownerSince: now,
    identity: [...new Set(contacts.flatMap((c) => c.identity))],
    matchKeys: [...new Set(contacts.flatMap((c) => c.matchKeys))],
    purchases: demo.purchases.map((p) => ({
      product: p.product,
      at: fromStart(now, p.at),
      amountFen: p.amount === undefined ? undefined : Math.round(p.amount * 100),
    })),
    createdAt: now,
  };
  await stores.customers.insert(doc, opOf(`demo:${demo.id}`, now));
}

function blank(demo: DemoCustomer) {
  const { name, city, region } = demo;
  return {
    company: name,
    contactName: '',
    city,
    region,
    source: 'import' as const,
    products: [],
    categories: [],
    fields: {},
  };
}

async function seedLead(
  stores: Stores,
  demo: DemoLead,
  of: DemoCustomer | undefined,
  version: PlaybookVersion,
  now: Date,
): Promise<void> {
  if (!of || (await stores.leads.get(demo.id))) return;
  const { fields, tags, source, channel, campaign, products, budget, need, contactName, title, phone } = demo;
  const said = {
    source,
    channel,
    campaign,
    products,
    budget,
    need,
    contactName,
    title,
    phone,
    categories: [],
  };
  const about = { company: of.name, city: of.city, region: of.region, fields: { ...of.fields, ...fields } };
  const prepared = prepareLead({ ...said, ...about }, version);
  const past = history(demo, { ...prepared.lead, tags: [...prepared.lead.tags, ...tags] }, version, now);
  const assigned = past.assignments.at(-1);
  const decision = assigned && (await stores.decisions.keep(past._id, seededDecision(assigned, version)));
  const lead = { ...past, decision };
  const owner = lead.ownerId ?? '';
  const fresh = lead.status === 'assigned' || lead.status === 'accepted';
  const effects: EffectBody[] = [
    { type: 'audit', entry: auditOf(lead, 'lead.created', `线索进入：${lead.company}`) },
    ...(fresh
      ? [
          cardAbout(lead, owner, 'lead-assigned', {
            params: { assignment: lead.assignments.length },
            urgency: 'reply',
          }),
        ]
      : []),
  ];
  await stores.leads.insert(lead, opOf(`demo:${demo.id}`, lead.createdAt), effects);
  for (const [i, note] of demo.notes.entries()) await seedNote(stores, lead, note, i, version, now);
}

/** The lead as its past left it, its clock at the step that comes next. */
function history(
  demo: DemoLead,
  prepared: ReturnType<typeof prepareLead>['lead'],
  version: PlaybookVersion,
  now: Date,
): Lead {
  const calendar = calendarOf(version.playbook);
  const assignments = demo.assignments.map((a, i) => ({
    n: i + 1,
    ownerId: a.owner,
    at: fromStart(now, a.at),
    by: 'routing',
    reason: a.reason,
  }));
  const createdAt = fromStart(now, demo.created);
  const firstAssignedAt = assignments[0]?.at ?? createdAt;
  const current = assignments.at(-1);
  const noted = demo.notes.map((note) => fromStart(now, note.at));
  const contacts = demo.notes
    .filter((note) => reachedByActions(note.actions, version.playbook) === 'yes')
    .map((note) => fromStart(now, note.at));
  const base: Lead = {
    ...prepared,
    _id: demo.id,
    customerId: demo.customer,
    status: demo.status,
    stage: demo.stage,
    journey: journeyBegunAt(demo.stage, prepared, version.playbook, createdAt),
    ownerId: current?.ownerId,
    assignments,
    excluded: [],
    createdAt,
    createdDay: calendar.dayKey(createdAt),
    firstAssignedAt,
    firstAssignedDay: calendar.dayKey(firstAssignedAt),
    assignedAt: current?.at,
    acceptedAt: demo.status === 'accepted' ? current?.at : undefined,
    firstTouchedAt: contacts[0],
    lastContactAt: contacts.at(-1),
    lastInteractionAt: noted.at(-1),
    interactions: noted.length,
    closedAt: demo.closed === undefined ? undefined : fromStart(now, demo.closed),
    clocks: [],
    originKey: `demo:${demo.id}`,
    playbookVersion: version.version,
    rev: 1,
    effects: [],
    applied: [],
  };
  return { ...base, clocks: demo.closed === undefined ? [runningClock(demo, base, version, now)] : [] };
}

function runningClock(demo: DemoLead, lead: Lead, version: PlaybookVersion, now: Date): RunningClock {
  const assignment = lead.assignments.length;
  const last = lead.lastInteractionAt;
  const promised = demo.notes.at(-1)?.next;
  let clock: RunningClock;
  if (!last)
    clock = startClock('first-touch', version, { at: lead.assignedAt ?? lead.createdAt, assignment });
  else if (promised === undefined) clock = startDwell(lead, version, last, assignment);
  else {
    const firstDue = { at: fromStart(now, promised), because: '约定的跟进时间' };
    clock = startClock('follow-up', version, { at: last, assignment, firstDue });
  }
  // What was due before the demo began has happened already.
  while (clock.dueAt <= now) clock = afterFiring(clock, version, clock.dueAt);
  return clock;
}

async function seedNote(
  stores: Stores,
  lead: Lead,
  note: DemoLead['notes'][number],
  i: number,
  version: PlaybookVersion,
  now: Date,
): Promise<void> {
  const originKey = `demo:${lead._id}:note:${i}`;
  if (await stores.interactions.byOrigin(originKey)) return;
  const { playbook } = version;
  const at = fromStart(now, note.at);
  const calendar = calendarOf(playbook);
  const labelled = (ids: readonly string[], entries: readonly { id: string; label: string }[]) =>
    entries.filter((entry) => ids.includes(entry.id)).map(({ id, label }) => ({ id, label }));
  const by = lead.assignments.filter((a) => a.at <= at).at(-1)?.ownerId ?? lead.ownerId ?? '';
  const fen = note.amount === undefined ? undefined : Math.round(note.amount * 100);
  const doc: Omit<Interaction, 'rev' | 'effects' | 'applied'> = {
    _id: `R${await stores.counters.next('interaction', 101)}`,
    originKey,
    leadId: lead._id,
    customerId: lead.customerId,
    by,
    at,
    day: calendar.dayKey(at),
    week: calendar.weekKey(at),
    text: note.text,
    actions: labelled(note.actions, playbook.actions),
    objections: labelled(note.objections, playbook.objections),
    scenes: labelled(note.scenes, playbook.scenes),
    amountFen: fen,
    amountMaxFen: fen,
    nextAt: note.next === undefined ? undefined : fromStart(now, note.next),
    reached: reachedByActions(note.actions, playbook),
    state: 'confirmed',
  };
  const entry = auditOf(lead, 'interaction.recorded', `跟进记录：${note.text}`);
  await stores.interactions.insert(doc, { ...opOf(originKey, at), by }, [{ type: 'audit', entry }]);
}

function opOf(key: string, now: Date): Op {
  return { key, now, by: 'demo' };
}

/** The demo's leads were given out by hand before it began. */
function seededDecision({ ownerId, at }: Assignment, { version }: PlaybookVersion): RoutingDecision {
  const chosen = {
    userId: ownerId,
    eligible: true,
    reasons: ['演示开始前已由主管分配'],
    scores: {},
    total: 100,
  };
  return { policy: 'manual', playbookVersion: version, at, winnerId: ownerId, candidates: [chosen] };
}
