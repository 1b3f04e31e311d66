import type { AnyCard } from '../define.ts';
import { alert } from './alert.ts';
import { board } from './board.ts';
import { escalation } from './escalation.ts';
import { finding } from './finding.ts';
import { firstTouchDue } from './first-touch-due.ts';
import { importReport } from './import-report.ts';
import { leadAssigned } from './lead-assigned.ts';
import { leadDetail } from './lead-detail.ts';
import { leadNews } from './lead-news.ts';
import { leadRepeated } from './lead-repeated.ts';
import { nudge } from './nudge.ts';
import { overdue } from './overdue.ts';
import { passOn } from './pass-on.ts';
import { pickOwner } from './pick-owner.ts';
import { reminders } from './reminders.ts';
import { rerouted } from './rerouted.ts';
import { sameCustomer } from './same-customer.ts';
import { today } from './today.ts';
import { unassigned } from './unassigned.ts';
import { whyMe } from './why-me.ts';

/** Every kind of card about leads. */
export const LEAD_CARDS: readonly AnyCard[] = [
  alert,
  board,
  escalation,
  finding,
  firstTouchDue,
  importReport,
  leadAssigned,
  leadDetail,
  leadNews,
  leadRepeated,
  nudge,
  overdue,
  passOn,
  reminders,
  rerouted,
  pickOwner,
  sameCustomer,
  today,
  unassigned,
  whyMe,
];
