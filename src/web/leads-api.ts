import { createHash } from 'node:crypto';
import Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { isGenjinError, type Problem } from '../core/errors.ts';
import type { MakeId } from '../core/ids.ts';
import { LEASE_MS, type Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import { parseSubmission } from '../domain/intake/submission.ts';
import type { Lead, LeadStatus } from '../domain/leads/lead.ts';
import { STATUS_LABELS } from '../domain/leads/lead.ts';
import { EVERYTHING, type Filter } from '../domain/people/scope.ts';
import type { Services } from '../services/services.ts';
import type { AuditEntry } from '../stores/audit.ts';
import type { IdempotencyStore } from '../stores/idempotency.ts';
import { apiKey } from './auth.ts';
import { HttpError, parseWith, readJson } from './http.ts';
import { rateLimit } from './rate-limit.ts';

export interface LeadsApiDeps {
  services: Services;
  idempotency: IdempotencyStore;
  clock: Clock;
  makeId: MakeId;
  keys: string[];
  leases: Leases;
  log: Logger;
}

const MAX_BODY = 2 * 1024 * 1024;
const MAX_ITEMS = 1_000;
/** Items of one request worked on side by side. */
const PARALLEL = 8;
const MAX_KEY = 200;

interface Answer {
  status: number;
  body: unknown;
}

interface ItemResult {
  index: number;
  status: 'created' | 'merged' | 'rejected';
  leadId?: string;
  customerId?: string;
  ownerId?: string;
  errors?: Problem[];
}

/** Leads over HTTP (A1): partners, hotlines, websites. */
export function leadsApi(deps: LeadsApiDeps): Router {
  const router = new Router({ prefix: '/api' });
  const running = new Map<string, Promise<Answer>>();
  const perKey = (ctx: Context) => String(ctx.state.apiKeyDigest);
  router.use(apiKey(deps.keys));
  router.use(rateLimit({ perMinute: 6_000, burst: 2_000, clock: deps.clock, key: perKey }));
  router.post('/leads', (ctx) => postLeads(ctx, deps, running));
  router.get('/leads', (ctx) => listLeads(ctx, deps));
  router.get('/leads/:id', (ctx) => getLead(ctx, deps));
  return router;
}

/** `running`: what this process is at, by Idempotency-Key. The same request again meanwhile waits for its answer. */
async function postLeads(
  ctx: Context,
  deps: LeadsApiDeps,
  running: Map<string, Promise<Answer>>,
): Promise<void> {
  const body = await readJson(ctx, MAX_BODY);
  const items = Array.isArray(body) ? body : [body];
  if (items.length === 0) throw new HttpError(422, '没有线索');
  if (items.length > MAX_ITEMS) throw new HttpError(413, `一次最多 ${MAX_ITEMS} 条，请分批发送`);
  const given = ctx.get('idempotency-key');
  if (given.length > MAX_KEY) throw new HttpError(400, `Idempotency-Key 最长 ${MAX_KEY} 个字符`);
  const answer = given
    ? await answerOnce(`${ctx.state.apiKeyDigest}:${given}`, items, deps, running)
    : await takeIn(items, `api:${deps.makeId('req')}`, deps);
  ctx.status = answer.status;
  ctx.body = answer.body;
}

/** The same key is the same answer, also after a restart. */
async function answerOnce(
  key: string,
  items: unknown[],
  deps: LeadsApiDeps,
  running: Map<string, Promise<Answer>>,
): Promise<Answer> {
  const { idempotency, leases, clock } = deps;
  const fingerprint = createHash('sha256').update(JSON.stringify(items)).digest('base64url');
  const known = await idempotency.claim(key, fingerprint, leases.owner, clock.now(), LEASE_MS);
  if (known && known.request !== fingerprint) {
    throw new HttpError(422, '同一个 Idempotency-Key 已用于不同的内容');
  }
  if (known?.status !== undefined) return { status: known.status, body: known.body };
  const first = known ? running.get(key) : undefined;
  if (first !== undefined) return first;
  // Another process is at it.
  if (known) throw new HttpError(409, '同一个请求正在处理，请稍后用同样的 Idempotency-Key 重试', 2);
  const answer = leases.during(idempotency, key, async () => {
    const taken = await takeIn(items, `api:${key}`, deps);
    await idempotency.answer(key, taken.status, taken.body);
    return taken;
  });
  running.set(key, answer);
  return answer.finally(() => running.delete(key));
}

async function takeIn(items: unknown[], origin: string, deps: LeadsApiDeps): Promise<Answer> {
  const results: ItemResult[] = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue)
      results[index] = await takeOne(item, index, `${origin}:${index}`, deps);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, worker));
  // An item that joined a lead of its own request saw it before it had its owner.
  for (const result of results.filter((r) => r.leadId && !r.ownerId)) {
    const lead = await deps.services.queries.lead(EVERYTHING, result.leadId ?? '');
    if (lead?.ownerId) result.ownerId = lead.ownerId;
  }
  const created = results.some((r) => r.status === 'created');
  const rejected = results.every((r) => r.status === 'rejected');
  return { status: created ? 201 : rejected ? 422 : 200, body: { results } };
}

async function takeOne(
  item: unknown,
  index: number,
  origin: string,
  deps: LeadsApiDeps,
): Promise<ItemResult> {
  const { services, clock } = deps;
  const version = await services.playbooks.current();
  const parsed = parseSubmission(item, version.playbook);
  if (!parsed.ok) return { index, status: 'rejected', errors: parsed.problems };
  const { submission } = parsed;
  // The sender's own id names the lead for good, whatever request it comes in.
  const key = submission.externalId ? `ext:${submission.source}:${submission.externalId}` : origin;
  try {
    const { status, lead } = await services.intake.submit(submission, { key, now: clock.now(), by: 'api' });
    const { _id: leadId, customerId, ownerId } = lead;
    return { index, status, leadId, customerId, ...(ownerId && { ownerId }) };
  } catch (error) {
    if (!isGenjinError(error, 'invalid')) throw error;
    deps.log.warn({ err: error, origin }, 'lead refused');
    const path = submission.externalId ? 'externalId' : '';
    return { index, status: 'rejected', errors: [{ path, message: error.userText }] };
  }
}

async function getLead(ctx: Context, { services }: LeadsApiDeps): Promise<void> {
  const lead = await services.queries.lead(EVERYTHING, String(ctx.params.id));
  if (!lead) throw new HttpError(404, '没有这条线索');
  const [decision, timeline] = await Promise.all([
    services.queries.decisionOn(lead),
    services.queries.timeline(EVERYTHING, lead._id),
  ]);
  ctx.body = { ...leadView(lead), decision, timeline: timeline.map(lineView) };
}

const listQuery = z.strictObject({
  ownerId: z.string().min(1).max(64).optional(),
  status: z.enum(Object.keys(STATUS_LABELS) as [LeadStatus, ...LeadStatus[]]).optional(),
  /** Id of the last lead of the page before. */
  after: z
    .string()
    .regex(/^L\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Newest first. */
async function listLeads(ctx: Context, { services }: LeadsApiDeps): Promise<void> {
  const { ownerId, status, after, limit } = parseWith(listQuery, { ...ctx.query });
  const filter: Filter = { ...(ownerId && { ownerId }), ...(status && { status }) };
  if (after) {
    const last = await services.queries.lead(EVERYTHING, after);
    if (!last) throw new HttpError(422, 'after 要写上一页最后一条线索的编号');
    filter.$or = [
      { createdAt: { $lt: last.createdAt } },
      { createdAt: last.createdAt, _id: { $lt: last._id } },
    ];
  }
  const leads = await services.queries.leads(EVERYTHING, filter, limit);
  ctx.body = { leads: leads.map((lead) => leadView(lead)) };
}

/** The lead's public shape; alone, it has its decision and its timeline in full. */
export function leadView(lead: Lead) {
  return {
    id: lead._id,
    customerId: lead.customerId,
    status: lead.status,
    ownerId: lead.ownerId ?? null,
    company: lead.company,
    contactName: lead.contactName,
    title: lead.title ?? null,
    phone: lead.phone ?? null,
    email: lead.email ?? null,
    source: lead.source,
    channel: lead.channel ?? null,
    campaign: lead.campaign ?? null,
    city: lead.city ?? null,
    industry: lead.industry ?? null,
    region: lead.region ?? null,
    products: lead.products,
    categories: lead.categories,
    budget: lead.budget ?? null,
    need: lead.need ?? null,
    tags: lead.tags,
    stage: lead.stage,
    decision: lead.decision ?? null,
    clocks: lead.clocks.map(({ name, step, dueAt, because, playbookVersion }) => ({
      name,
      step,
      dueAt,
      because,
      playbookVersion,
    })),
    fields: lead.fields,
    createdAt: lead.createdAt,
    assignedAt: lead.assignedAt ?? null,
    firstTouchedAt: lead.firstTouchedAt ?? null,
    lastInteractionAt: lead.lastInteractionAt ?? null,
  };
}

function lineView({ at, kind, by, text, via, before, after }: AuditEntry) {
  return { at, kind, by, text, ...(via && { via }), before, after };
}
