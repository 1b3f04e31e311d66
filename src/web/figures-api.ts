import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { calendarOf } from '../domain/clocks/clock-rules.ts';
import { DIMENSIONS } from '../domain/metrics/figure.ts';
import { type Period, periodOf, usualPeriod } from '../domain/metrics/period.ts';
import type { Where } from '../domain/metrics/read-question.ts';
import { EVERYTHING } from '../domain/people/scope.ts';
import type { Services } from '../services/services.ts';
import { assertScope } from './auth.ts';
import { HttpError, parseWith } from './http.ts';

interface FiguresApiDeps {
  services: Pick<Services, 'figures' | 'playbooks'>;
  clock: Clock;
}

const slice = z.string().max(120).optional();
const query = z.strictObject({
  from: z.string().max(10).optional(),
  to: z.string().max(10).optional(),
  by: z.enum(DIMENSIONS, `by 可以是 ${DIMENSIONS.join('、')}`).optional(),
  ...(Object.fromEntries(DIMENSIONS.map((name) => [name, slice])) as Record<
    (typeof DIMENSIONS)[number],
    typeof slice
  >),
});

/** `GET /api/figures/:id?from&to&by=`: one figure, with the period before and its parts. */
export async function getFigure(ctx: Context, deps: FiguresApiDeps): Promise<void> {
  assertScope(ctx, 'figures');
  const { figure, asked, period, now } = await askedOf(ctx, deps);
  const { isLessBetter: _less, ...answer } = await deps.services.figures.answer(
    figure,
    asked,
    EVERYTHING,
    now,
  );
  const isNow = figure.reads.leads === 'now';
  const { value, numerator, denominator } = isNow
    ? { value: null, numerator: null, denominator: null }
    : await deps.services.figures.answer(
        figure,
        { ...asked, ...period.before, by: undefined },
        EVERYTHING,
        now,
      );
  ctx.body = { ...answer, before: isNow ? null : { ...period.before, value, numerator, denominator } };
}

/** `GET /api/figures/:id/rows`: what stands behind it. */
export async function getFigureRows(ctx: Context, deps: FiguresApiDeps): Promise<void> {
  assertScope(ctx, 'read');
  const { figure, asked, now } = await askedOf(ctx, deps);
  const { rows, pending } = await deps.services.figures.rows(figure, asked, EVERYTHING, now);
  ctx.body = { id: figure.id, from: asked.from, to: asked.to, pending, rows };
}

async function askedOf(ctx: Context, { services, clock }: FiguresApiDeps) {
  const figure = services.figures.definition(String(ctx.params.id));
  const { from, to, by, ...rest } = parseWith(query, { ...ctx.query });
  const now = clock.now();
  const { playbook } = await services.playbooks.current();
  const period = periodIn(from, to, calendarOf(playbook).dayKey(now));
  const where = Object.fromEntries(Object.entries(rest).filter(([, key]) => key !== undefined)) as Where;
  return { figure, period, now, asked: { from: period.from, to: period.to, by, where } };
}

/** The last thirty days when nothing is said; `from` alone is until today, `to` alone that day. */
function periodIn(from: string | undefined, to: string | undefined, today: string): Period {
  if (from === undefined && to === undefined) return usualPeriod(today);
  const period = periodOf(from ?? to ?? today, to ?? today);
  if (period) return period;
  throw new HttpError(422, 'from 和 to 请写成 2026-11-01 这样的日期，from 不晚于 to，最多两年');
}
