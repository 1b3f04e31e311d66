import type { Op } from '../../../src/core/effect.ts';
import { GenjinError } from '../../../src/core/errors.ts';
import type { NoteFacts } from '../../../src/domain/interactions/interaction-effects.ts';
import { isOpen, type Lead } from '../../../src/domain/leads/lead.ts';
import { EVERYTHING } from '../../../src/domain/people/scope.ts';
import { createRandom, type Random } from '../random.ts';
import type { Company } from './company.ts';

const REGIONS = ['华东', '华北', '华南', undefined];
const SOURCES = ['website', 'hotline', 'exhibition', 'partner'] as const;
const PRODUCTS = ['彩超', '监护仪', '呼吸机'];
const MINUTE = 60_000;
const SWEEP_EVERY = 40;

/** What a company does in some weeks, at random and the same for the same seed: also what it takes back. */
export async function storm(company: Company, operations: number, seed: number): Promise<number> {
  const random = createRandom(seed);
  let done = 0;
  for (let i = 0; i < operations; i++) {
    const op = { key: `storm:${seed}:${i}`, now: company.time.now(), by: 'storm' };
    try {
      await one(company, random, op);
      done++;
    } catch (error) {
      // Refused for a reason a person would read: as good as any other day.
      if (!(error instanceof GenjinError)) throw error;
    }
    // Some minutes, sometimes half a day.
    const pause = random.chance(0.1) ? random.int(14 * 60) : random.int(35);
    const next = new Date(company.time.now().getTime() + pause * MINUTE + random.int(59_000) + 1);
    company.time.moveTo(next);
    // Deadlines are looked at now and then only, as of now: time never goes back.
    if (i % SWEEP_EVERY === 0) await company.engine.settle();
  }
  await company.engine.settle();
  return done;
}

async function one(company: Company, random: Random, op: Op): Promise<void> {
  const leads = await company.stores.leads.list(EVERYTHING, {}, { sort: { _id: 1 }, limit: 10_000 });
  const dice = random.int(100);
  if (!leads.length || dice < 18) return comesIn(company, random, op);
  const lead = random.pick(leads);
  if (dice < 52) return records(company, random, lead, op);
  if (dice < 62) return takesBack(company, random, lead, op);
  if (dice < 70) return corrects(company, random, lead, op);
  if (dice < 78) return changesHands(company, random, lead, op);
  await moves(company, random, lead, op);
}

async function comesIn({ services }: Company, random: Random, op: Op): Promise<void> {
  const n = random.int(1e9);
  const submission = {
    company: `第${n}人民医院`,
    contactName: '王主任',
    phone: `+86138${String(n % 1e8).padStart(8, '0')}`,
    source: random.pick(SOURCES),
    region: random.pick(REGIONS),
    products: [random.pick(PRODUCTS)],
    categories: [],
    fields: {},
  };
  await services.intake.submit(submission, op);
}

function said(random: Random, actions: { id: string; label: string }[], now: Date): NoteFacts {
  const reached = random.pick(['yes', 'yes', 'attempt', 'no'] as const);
  const days = 1 + random.int(4);
  return {
    text: reached === 'yes' ? '联系了主任' : '没人接',
    actions: reached === 'yes' ? random.some(actions, 0.3) : [],
    objections: [],
    scenes: [],
    reached,
    ...(random.chance(0.4) && {
      nextAt: new Date(now.getTime() + days * 86_400_000 + random.int(3_600_000)),
      nextPrecision: 'time' as const,
    }),
  };
}

async function actionsOf({ services }: Company) {
  const { playbook } = await services.playbooks.current();
  return playbook.actions.filter(({ closes }) => !closes).map(({ id, label }) => ({ id, label }));
}

async function records(company: Company, random: Random, lead: Lead, op: Op): Promise<void> {
  const facts = said(random, await actionsOf(company), op.now);
  // Now and then a colleague says something about it.
  const by = random.chance(0.9) && lead.ownerId ? lead.ownerId : random.pick(company.reps)._id;
  const own = { ...op, by };
  if (isOpen(lead)) await company.services.followUp.record(lead, facts, own);
  else await company.services.followUp.recordOnCustomer(lead, facts, own);
}

async function recordOf({ stores }: Company, random: Random, lead: Lead) {
  const records = await stores.interactions.ofLead(lead._id);
  return records.length ? random.pick(records) : undefined;
}

async function takesBack(company: Company, random: Random, lead: Lead, op: Op): Promise<void> {
  const record = await recordOf(company, random, lead);
  if (record) await company.services.corrections.undo(record._id, { ...op, by: record.by });
}

async function corrects(company: Company, random: Random, lead: Lead, op: Op): Promise<void> {
  const record = await recordOf(company, random, lead);
  if (!record) return;
  const facts = said(random, await actionsOf(company), op.now);
  const { corrections } = company.services;
  if (random.chance(0.3)) await corrections.confirm(record._id, { ...op, by: record.by });
  else await corrections.correct(record._id, facts, { ...op, by: record.by });
}

async function changesHands(company: Company, random: Random, lead: Lead, op: Op): Promise<void> {
  const { handover } = company.services;
  if (random.chance(0.5)) await handover.passOn(lead, '不在我的片区', { ...op, by: lead.ownerId ?? 'storm' });
  else await handover.assignTo(lead, random.pick(company.reps)._id, op);
}

async function moves({ services }: Company, random: Random, lead: Lead, op: Op): Promise<void> {
  const own = { ...op, by: lead.ownerId ?? 'storm' };
  const wish = random.pick([
    { direction: 'forward', waives: true },
    { direction: 'forward', waives: true },
    { direction: 'forward', waives: true },
    { direction: 'forward', to: 'signed', waives: true },
    { direction: 'back', reason: '客户改主意' },
    { direction: 'lost', reason: '价格' },
    { direction: 'reopen', reason: '客户又来了' },
  ] as const);
  await services.journey.moveStage(lead._id, wish, own);
}
