import type { Random } from '../../support/random.ts';
import { CAST } from '../company/cast.ts';
import { type Customer, customers } from '../company/customers.ts';
import { at, type Day, HOUR_MS, keyOf, MINUTE_MS } from '../time/calendar.ts';
import type { Stage } from './stage.ts';
import type { Story } from './truth.ts';

/** Partners, hotline and website: leads over the day, some in the evening, some twice, some of known customers. */
export function planLeads(
  stage: Stage,
  days: readonly Day[],
  perDay: number,
  onAssigned: (story: Story) => void,
) {
  const random = stage.random(1);
  const regions = [
    ...new Set(stage.people.filter(({ role }) => role === 'rep').flatMap((rep) => rep.regions)),
  ];
  const next = customers(random, regions.length ? regions : Object.keys(CAST.regions));
  for (const day of days) {
    for (let i = 0; i < perDay; i++) {
      const customer = next();
      const moment = arrival(random, day);
      stage.plan(moment, () => arrive(stage, customer, onAssigned));
    }
  }
}

function arrival(random: Random, { key }: Day): number {
  if (!random.chance(CAST.atNight))
    return at(key, '08:33') + random.int(9.5 * 60) * MINUTE_MS + random.int(60_000);
  return random.chance(0.6)
    ? at(key, '20:30') + random.int(180) * MINUTE_MS
    : at(key, '06:10') + random.int(70) * MINUTE_MS;
}

async function arrive(stage: Stage, customer: Customer, onAssigned: (story: Story) => void): Promise<void> {
  const random = stage.random(2, customer.serial);
  const key = `week-${stage.seed}-lead-${customer.serial}`;
  const result = await send(stage, key, customer);
  if (!result?.leadId) {
    stage.truth.refused.push(customer.company);
    return;
  }
  const now = stage.instance.now();
  const story: Story = {
    customer,
    key,
    sentAt: now,
    leadId: result.leadId,
    tenures: [],
    acts: [],
    deadline: undefined,
    again: [],
    last: undefined,
  };
  stage.truth.stories.push(story);
  // A lead that was taken for one of another customer is a fault the judge names; the first one keeps its story.
  if (!stage.byLead.has(story.leadId)) stage.byLead.set(story.leadId, story);
  const lead = await stage.lead(story);
  const clock = lead?.clocks.find(({ name }) => name === 'first-touch');
  story.deadline = clock ? Date.parse(clock.dueAt) : undefined;
  if (lead?.ownerId) {
    story.tenures.push({ owner: lead.ownerId, from: Date.parse(lead.assignedAt ?? '') || now });
    if (stage.byLead.get(story.leadId) === story) onAssigned(story);
  }
  if (random.chance(CAST.resent)) again(story, 'resent', now, await send(stage, key, customer));
  if (random.chance(CAST.duplicates)) planDuplicate(stage, story, random);
}

/** The same customer asks again, by another way, a while later and the same day. */
function planDuplicate(stage: Stage, story: Story, random: Random): void {
  const { customer } = story;
  const when = Math.min(
    stage.instance.now() + (20 + random.int(240)) * MINUTE_MS,
    at(keyOf(stage.instance.now()), '21:00'),
  );
  const need = '又来问了，想要报价单';
  stage.plan(Math.max(when, stage.instance.now() + HOUR_MS / 6), async () => {
    const key = `${story.key}-again`;
    const result = await send(stage, key, { ...customer, need, source: 'hotline' });
    again(story, 'duplicate', stage.instance.now(), result);
  });
}

interface Result {
  status: string;
  leadId?: string;
}

function again(story: Story, how: 'duplicate' | 'resent', at: number, result: Result | undefined): void {
  story.again.push({ how, status: result?.status ?? 'none', leadId: result?.leadId ?? '', at });
}

async function send(stage: Stage, key: string, customer: Customer): Promise<Result | undefined> {
  const { company, contactName, title, phone, city, region, source, products, budget, need } = customer;
  const item = { company, contactName, title, phone, city, region, source, products, budget, need };
  const { body } = await stage.instance.http.post('/api/leads', item, { 'Idempotency-Key': key });
  return body?.results?.[0];
}
