import type { Handler } from '../context.ts';
import { advance, askField, askSupport, askWaive, lose, reopen, stage, stepBack, waive } from './moves.ts';
import { adopt, approve, drop, reject, tick, unlock } from './permissions.ts';
import { signing } from './signing.ts';

/** What people do about a customer's journey. */
export const JOURNEY_HANDLERS: readonly Handler[] = [
  stage,
  advance,
  stepBack,
  lose,
  reopen,
  waive,
  askWaive,
  askSupport,
  askField,
  signing,
  tick,
  approve,
  reject,
  unlock,
  adopt,
  drop,
];
