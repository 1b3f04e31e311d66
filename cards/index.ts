import type { AnyCard } from './define.ts';
import { document } from './documents/document.ts';
import { documentQuestion } from './documents/document-question.ts';
import { templateDraft } from './documents/template-draft.ts';
import { templateItem } from './documents/template-item.ts';
import { callOutcome } from './interactions/call-outcome.ts';
import { followUpDue, stalled } from './interactions/follow-up-due.ts';
import { chooseCustomer, logConfirm } from './interactions/log-confirm.ts';
import { scripts } from './interactions/scripts.ts';
import { board } from './leads/board.ts';
import { escalation } from './leads/escalation.ts';
import { firstTouchDue } from './leads/first-touch-due.ts';
import { importReport } from './leads/import-report.ts';
import { leadAssigned } from './leads/lead-assigned.ts';
import { leadDetail } from './leads/lead-detail.ts';
import { leadNews } from './leads/lead-news.ts';
import { leadRepeated } from './leads/lead-repeated.ts';
import { overdue } from './leads/overdue.ts';
import { passOn } from './leads/pass-on.ts';
import { pickOwner } from './leads/pick-owner.ts';
import { today } from './leads/today.ts';
import { unassigned } from './leads/unassigned.ts';
import { whyMe } from './leads/why-me.ts';
import { leaverConfirm } from './people/leaver-confirm.ts';
import { activationDetails, activationReport } from './reports/activation-report.ts';
import { bundle, help, text, welcome } from './text.ts';

/** Every kind of card there is. A message whose kind is not here goes to the dead letters. */
export const CARDS: ReadonlyMap<string, AnyCard> = new Map(
  [
    leadAssigned,
    firstTouchDue,
    escalation,
    followUpDue,
    stalled,
    pickOwner,
    unassigned,
    overdue,
    leadRepeated,
    logConfirm,
    chooseCustomer,
    callOutcome,
    scripts,
    whyMe,
    passOn,
    leaverConfirm,
    today,
    leadDetail,
    leadNews,
    activationReport,
    activationDetails,
    importReport,
    document,
    documentQuestion,
    templateDraft,
    templateItem,
    text,
    bundle,
    help,
    welcome,
    board,
  ].map((card): [string, AnyCard] => [card.kind, card]),
);
