import { activationDetails, activationReport } from './activation-report.ts';
import { board } from './board.ts';
import { callOutcome } from './call-outcome.ts';
import type { AnyCard } from './define.ts';
import { document } from './document.ts';
import { documentQuestion } from './document-question.ts';
import { escalation } from './escalation.ts';
import { firstTouchDue } from './first-touch-due.ts';
import { followUpDue, stalled } from './follow-up-due.ts';
import { importReport } from './import-report.ts';
import { leadAssigned } from './lead-assigned.ts';
import { leadDetail } from './lead-detail.ts';
import { leadNews } from './lead-news.ts';
import { leadRepeated } from './lead-repeated.ts';
import { leaverConfirm } from './leaver-confirm.ts';
import { chooseCustomer, logConfirm } from './log-confirm.ts';
import { overdue } from './overdue.ts';
import { passOn } from './pass-on.ts';
import { pickOwner } from './pick-owner.ts';
import { scripts } from './scripts.ts';
import { templateDraft } from './template-draft.ts';
import { templateItem } from './template-item.ts';
import { bundle, help, text, welcome } from './text.ts';
import { today } from './today.ts';
import { unassigned } from './unassigned.ts';
import { whyMe } from './why-me.ts';

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
