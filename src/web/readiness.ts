import type { Connection } from 'mongoose';
import type { Clock } from '../core/clock.ts';
import { errorText } from '../core/errors.ts';
import type { Engine } from '../engine.ts';
import type { Platform } from '../platforms/platform.ts';

/** An engine that has not come through for this long is stuck. */
const STALE_MS = 60_000;
const PING_WITHIN_MS = 2_000;

/** What /readyz asks: does the database answer, did the engine lately come through a whole cycle, are the
 * platforms connected? */
export function readiness(deps: {
  connection: Connection;
  engine: Engine;
  clock: Clock;
  platforms: readonly Platform[];
}) {
  return async (): Promise<Record<string, string>> => {
    const problems: Record<string, string> = {};
    const { connection, engine, clock, platforms } = deps;
    try {
      await connection.db?.command({ ping: 1 }, { timeoutMS: PING_WITHIN_MS });
    } catch (error) {
      problems.database = errorText(error);
    }
    const last = engine.lastComplete;
    if (!last) problems.engine = engine.lastError ?? 'not every job has run yet';
    else if (clock.now().getTime() - last.getTime() > STALE_MS) {
      problems.engine = engine.lastError ?? `a job last went through at ${last.toISOString()}`;
    }
    for (const platform of platforms) {
      const problem = await platform.check();
      if (problem) problems[platform.name] = problem;
    }
    return problems;
  };
}
