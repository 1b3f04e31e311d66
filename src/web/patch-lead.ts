import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { type GenjinError, isGenjinError } from '../core/errors.ts';
import type { MakeId } from '../core/ids.ts';
import { mayDo } from '../domain/api-key.ts';
import { EVERYTHING } from '../domain/people/scope.ts';
import type { Services } from '../services/services.ts';
import { callerIn } from './auth.ts';
import { HttpError, parseWith, problem, readJson } from './http.ts';
import { leadView, progressView } from './lead-views.ts';

const MAX_BODY = 64 * 1024;
const LIKE = '要修改的字段写在 fields 里，例如 {"fields": {"budget": "80万"}}';
const body = z.strictObject(
  { fields: z.record(z.string().max(60), z.unknown(), { error: LIKE }) },
  { error: ({ code }) => (code === 'invalid_type' ? LIKE : undefined) },
);

/**
 * Sets values of a lead: `{"fields": {"budget": "80万", "decisionMaker": "王院长", "demoDate": null}}`. For `admin`, and
 * for whoever submitted the lead. 422 names what is no value; 409 with `locked` what a stage has frozen. Then nothing is
 * set, and a manager is asked about what was locked.
 */
export async function patchLead(
  ctx: Context,
  { services, clock, makeId }: { services: Services; clock: Clock; makeId: MakeId },
): Promise<void> {
  const { fields } = parseWith(body, await readJson(ctx, MAX_BODY));
  const caller = callerIn(ctx);
  const lead = await services.queries.lead(EVERYTHING, String(ctx.params.id));
  const isOwn = mayDo(caller, 'submit') && lead?.submittedBy?.includes(caller.name);
  if (!lead || !(mayDo(caller, 'admin') || isOwn)) throw new HttpError(404, '没有这条线索');
  const op = { key: `api:${makeId('set')}`, now: clock.now(), by: `api:${caller.name}` };
  try {
    const after = await services.facts.set(lead._id, fields, op);
    ctx.body = mayDo(caller, 'read') ? leadView(after) : progressView(after);
  } catch (error) {
    if (isGenjinError(error, 'invalid')) throw new HttpError(422, error.userText);
    if (isGenjinError(error, 'conflict')) return conflict(ctx, error);
    throw error;
  }
}

function conflict(ctx: Context, { userText, problems }: GenjinError): void {
  problem(ctx, 409, userText, problems);
  if (problems.length) ctx.body = { ...(ctx.body as object), locked: problems.map(({ path }) => path) };
}
