import { createHash } from 'node:crypto';
import Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { isGenjinError, type Problem } from '../core/errors.ts';
import type { MakeId } from '../core/ids.ts';
import { LEASE_MS, type Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import { type ApiCaller, mayDo } from '../domain/api-key.ts';
import { parseSubmission } from '../domain/intake/submission.ts';
import type { LeadStatus } from '../domain/leads/lead.ts';
import { STATUS_LABELS } from '../domain/leads/lead.ts';
import { EVERYTHING, type Filter } from '../domain/people/scope.ts';
import type { ApiKeys } from '../services/api-keys.ts';
import type { Services } from '../services/services.ts';
import type { AuditStore } from '../stores/audit.ts';
import type { IdempotencyStore } from '../stores/idempotency.ts';
import type { ReportStore } from '../stores/reports.ts';
import { apiKey, assertScope, callerIn } from './auth.ts';
import { getFigure, getFigureRows } from './figures-api.ts';
import { HttpError, parseWith, readJson } from './http.ts';
import { journeyView } from './journey-view.ts';
import { leadView, lineView, progressView } from './lead-views.ts';
import { moveLead } from './move-lead.ts';
import { patchLead } from './patch-lead.ts';
import { rateLimit } from './rate-limit.ts';

export interface LeadsApiDeps {
  services: Services;
  idempotency: IdempotencyStore;
  clock: Clock;
  makeId: MakeId;
  keys: Pick<ApiKeys, 'callerOf'>;
  reports: Pick<ReportStore, 'newest'>;
  audit: Pick<AuditStore, 'list'>;
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
  router.use(apiKey(deps));
  router.use(
    rateLimit({
      perMinute: (ctx) => callerIn(ctx).perMinute,
      clock: deps.clock,
      key: (ctx) => callerIn(ctx).name,
    }),
  );
  router.post('/leads', (ctx) => postLeads(ctx, deps, running));
  router.get('/leads', (ctx) => listLeads(ctx, deps));
  router.get('/leads/:id', (ctx) => getLead(ctx, deps));
  router.get('/figures', (ctx) => getFigures(ctx, deps));
  router.get('/figures/:id', (ctx) => getFigure(ctx, deps));
  router.get('/figures/:id/rows', (ctx) => getFigureRows(ctx, deps));
  router.get('/audit', (ctx) => getAudit(ctx, deps));
  router.patch('/leads/:id', (ctx) => patchLead(ctx, deps));
  router.post('/leads/:id/moves', (ctx) => moveLead(ctx, deps));
  return router;
}

/** `running`: what this process is at, by Idempotency-Key. The same request again meanwhile waits for its answer. */
async function postLeads(
  ctx: Context,
  deps: LeadsApiDeps,
  running: Map<string, Promise<Answer>>,
): Promise<void> {
  assertScope(ctx, 'submit');
  const caller = callerIn(ctx);
  const body = await readJson(ctx, MAX_BODY);
  const items = Array.isArray(body) ? body : [body];
  if (items.length === 0) throw new HttpError(422, '没有线索');
  if (items.length > MAX_ITEMS) throw new HttpError(413, `一次最多 ${MAX_ITEMS} 条，请分批发送`);
  const given = ctx.get('idempotency-key');
  if (given.length > MAX_KEY) throw new HttpError(400, `Idempotency-Key 最长 ${MAX_KEY} 个字符`);
  const answer = given
    ? await answerOnce(`${caller.name}:${given}`, items, caller, deps, running)
    : await takeIn(items, `api:${deps.makeId('req')}`, caller, deps);
  ctx.status = answer.status;
  ctx.body = answer.body;
}

/** The same key is the same answer, also after a restart. */
async function answerOnce(
  key: string,
  items: unknown[],
  caller: ApiCaller,
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
    const taken = await takeIn(items, `api:${key}`, caller, deps);
    await idempotency.answer(key, taken.status, taken.body);
    return taken;
  });
  running.set(key, answer);
  return answer.finally(() => running.delete(key));
}

async function takeIn(
  items: unknown[],
  origin: string,
  caller: ApiCaller,
  deps: LeadsApiDeps,
): Promise<Answer> {
  const results: ItemResult[] = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue)
      results[index] = await takeOne(item, index, `${origin}:${index}`, caller, deps);
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
  caller: ApiCaller,
  deps: LeadsApiDeps,
): Promise<ItemResult> {
  const { services, clock } = deps;
  const version = await services.playbooks.current();
  const parsed = parseSubmission(withSource(item, caller), version.playbook);
  if (!parsed.ok) return { index, status: 'rejected', errors: parsed.problems };
  const { submission } = parsed;
  if (caller.source && submission.source !== caller.source) {
    const message = `密钥「${caller.name}」只能提交来源 ${caller.source} 的线索`;
    return { index, status: 'rejected', errors: [{ path: 'source', message }] };
  }
  // The sender's own id names the lead for good, whatever request it comes in.
  const key = submission.externalId ? `ext:${submission.source}:${submission.externalId}` : origin;
  try {
    const { status, lead } = await services.intake.submit(submission, {
      key,
      now: clock.now(),
      by: `api:${caller.name}`,
    });
    const { _id: leadId, customerId, ownerId } = lead;
    return { index, status, leadId, customerId, ...(ownerId && { ownerId }) };
  } catch (error) {
    if (!isGenjinError(error, 'invalid')) throw error;
    deps.log.warn({ err: error, origin }, 'lead refused');
    const path = submission.externalId ? 'externalId' : '';
    return { index, status: 'rejected', errors: [{ path, message: error.userText }] };
  }
}

async function getLead(ctx: Context, { services, clock }: LeadsApiDeps): Promise<void> {
  const lead = await services.queries.lead(EVERYTHING, String(ctx.params.id));
  const caller = callerIn(ctx);
  const mayRead = mayDo(caller, 'read');
  const isOwn = mayDo(caller, 'submit') && lead?.submittedBy?.includes(caller.name);
  if (!lead || !(mayRead || isOwn)) throw new HttpError(404, '没有这条线索');
  if (!mayRead) {
    ctx.body = progressView(lead);
    return;
  }
  const [{ playbook }, decision, timeline] = await Promise.all([
    services.playbooks.current(),
    services.queries.decisionOn(lead),
    services.queries.timeline(EVERYTHING, lead._id),
  ]);
  ctx.body = {
    ...leadView(lead),
    ...journeyView(lead, playbook, clock.now()),
    decision,
    timeline: timeline.map(lineView),
  };
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
  assertScope(ctx, 'read');
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

const REPORTS = 31;

/** The figures of the reports, newest first; whatever is no number stays here, names among it. */
/** Every figure there is, and the numbers of the newest reports. */
async function getFigures(ctx: Context, { reports, services }: LeadsApiDeps): Promise<void> {
  assertScope(ctx, 'figures');
  const newest = await reports.newest(REPORTS);
  ctx.body = {
    figures: await services.figures.list(),
    reports: newest.map(({ kind, period, madeAt, late, formulaVersion, figures }) => ({
      kind,
      period,
      madeAt,
      late,
      formulaVersion,
      figures: numbersIn(figures),
    })),
  };
}

/** The numbers of a record and of the records in it. */
function numbersIn(value: unknown): unknown {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([name, one]) => [name, numbersIn(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
}

const auditQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) });

async function getAudit(ctx: Context, { audit }: LeadsApiDeps): Promise<void> {
  assertScope(ctx, 'admin');
  const { limit } = parseWith(auditQuery, { ...ctx.query });
  ctx.body = { lines: (await audit.list({}, limit)).map(lineView) };
}

/** A key of one source need not say it. */
function withSource(item: unknown, { source }: ApiCaller): unknown {
  const isRecord = typeof item === 'object' && item !== null && !Array.isArray(item);
  return source && isRecord && !('source' in item) ? { ...item, source } : item;
}
