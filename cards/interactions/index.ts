import type { AnyCard } from '../define.ts';
import { callOutcome } from './call-outcome.ts';
import { cases } from './cases.ts';
import { chooseCustomer } from './choose-customer.ts';
import { customerNote } from './customer-note.ts';
import { followUpDue, stalled } from './follow-up-due.ts';
import { logConfirm } from './log-confirm.ts';
import { notRecorded } from './not-recorded.ts';
import { scriptEffects } from './script-effects.ts';
import { scripts } from './scripts.ts';
import { visit } from './visit.ts';
import { visitMinutes } from './visit-minutes.ts';
import { visitQuality } from './visit-quality.ts';
import { wordAdvice } from './word-advice.ts';

/** Every kind of card about interactions. */
export const INTERACTION_CARDS: readonly AnyCard[] = [
  callOutcome,
  cases,
  followUpDue,
  stalled,
  chooseCustomer,
  customerNote,
  logConfirm,
  notRecorded,
  scriptEffects,
  scripts,
  visit,
  visitMinutes,
  visitQuality,
  wordAdvice,
];
