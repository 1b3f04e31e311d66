import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import type { MakeId } from '../core/ids.ts';
import { mayDo } from '../domain/api-key.ts';
import { journeyOf } from '../domain/journey/journey.ts';
import type { MoveWish } from '../domain/journey/move-made.ts';
import { earlierStages, readStage, stageLabel } from '../domain/journey/stages.ts';
import { isOpen, type Lead } from '../domain/leads/lead.ts';
import { EVERYTHING } from '../domain/people/scope.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import type { Moved } from '../services/journey/journey.ts';
import type { Services } from '../services/services.ts';
import { callerIn } from './auth.ts';
import { HttpError, parseWith, problem, readJson } from './http.ts';
import { journeyView, missingView } from './journey-view.ts';
import { leadView, progressView } from './lead-views.ts';

const MAX_BODY = 64 * 1024;
const body = z.strictObject({
  to: z.string().trim().min(1).max(80),
  reason: z.string().trim().min(1).max(200).optional(),
});

/**
 * Moves a lead: `{"to": "demo-booked"}`, back and out to lost with `reason`; a closed one to the stage it was left at
 * opens it again. For `admin`, and for whoever submitted the lead. 409 with `missing` while the gate is closed (the move
 * is then carried out when the last item comes), 409 when somebody else moved it, 422 when it cannot be.
 */
export async function moveLead(
  ctx: Context,
  { services, clock, makeId }: { services: Services; clock: Clock; makeId: MakeId },
): Promise<void> {
  const { to, reason } = parseWith(body, await readJson(ctx, MAX_BODY));
  const caller = callerIn(ctx);
  const lead = await services.queries.lead(EVERYTHING, String(ctx.params.id));
  const isOwn = mayDo(caller, 'submit') && lead?.submittedBy?.includes(caller.name);
  if (!lead || !(mayDo(caller, 'admin') || isOwn)) throw new HttpError(404, '没有这条线索');
  const { playbook } = await services.playbooks.current();
  const target = readStage(to, playbook);
  if (!target || target.rest) {
    const known = playbook.stages.map(({ id }) => id).join('、');
    throw new HttpError(422, `没有“${to}”这个节点。可以写：${known}`);
  }
  const { id } = target.stage;
  const wish = { to: id, direction: directionTo(id, lead, playbook), from: lead.stage, reason };
  const op = { key: `api:${makeId('move')}`, now: clock.now(), by: `api:${caller.name}` };
  const done = await services.journey.moveStage(lead._id, wish, op);
  if (done.kind !== 'moved') return refuse(ctx, done, playbook);
  ctx.body = mayDo(caller, 'read')
    ? { ...leadView(done.lead), ...journeyView(done.lead, playbook, op.now) }
    : progressView(done.lead);
}

function directionTo(to: string, lead: Lead, playbook: Playbook): MoveWish['direction'] {
  if (!isOpen(lead)) return journeyOf(lead).moves.at(-1)?.from === to ? 'reopen' : 'forward';
  if (playbook.stages.find(({ id }) => id === to)?.end === 'lost') return 'lost';
  return earlierStages(lead.stage, playbook).some(({ id }) => id === to) ? 'back' : 'forward';
}

function refuse(ctx: Context, done: Exclude<Moved, { kind: 'moved' }>, playbook: Playbook): void {
  const { status, text } = refusalOf(done, playbook);
  problem(ctx, status, text);
  if (done.kind === 'blocked') {
    ctx.body = { ...(ctx.body as object), missing: missingView(done.lead, playbook, done.to) };
  }
}

function refusalOf(
  done: Exclude<Moved, { kind: 'moved' }>,
  playbook: Playbook,
): { status: number; text: string } {
  switch (done.kind) {
    case 'blocked': {
      const labels = done.missing.map(({ label }) => label).join('、');
      return { status: 409, text: `还差 ${done.missing.length} 项，补齐后自动推进：${labels}` };
    }
    case 'needs-reason': {
      if (done.lostTo)
        return { status: 422, text: `请在 reason 里写明输给谁，例如：${done.lostTo} 竞品名称` };
      const listed = done.listed ? `，以其中之一开头：${done.reasons.join('、')}` : '';
      return { status: 422, text: `请写明 reason${listed}` };
    }
    case 'stale':
      return { status: 409, text: `线索已在「${stageLabel(done.stage, playbook)}」，没有再移动` };
    case 'refused':
      return { status: 422, text: done.text };
    case 'repeated':
      return { status: 409, text: '这个请求已经处理过' };
  }
}
