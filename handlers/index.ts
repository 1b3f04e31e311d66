import type { Handler } from './context.ts';
import {
  documentAnother,
  documentCheck,
  documentCustomer,
  documentDiscard,
  documentFile,
  documentPicture,
  documentSet,
  documentType,
  documentUndo,
  documentView,
} from './documents/document-actions.ts';
import {
  templateDrop,
  templateItem,
  templateName,
  templateOfLast,
  templatePropose,
  templatePublish,
  templateWithdraw,
} from './documents/template-actions.ts';
import { templateStanding } from './documents/template-standing.ts';
import { fileSent } from './general/file-sent.ts';
import { namedCommand } from './general/named-command.ts';
import { board, pages } from './general/pages.ts';
import { answer, askAnswer, askCancel, askDone, askLater, askOn } from './general/questions.ts';
import { terms } from './general/terms.ts';
import { unhandled } from './general/unhandled.ts';
import { unheard } from './general/unheard.ts';
import { cases, helped } from './interactions/cases.ts';
import { note, remark, tag, untag } from './interactions/note.ts';
import { complete, confirm, correct, undo } from './interactions/note-actions.ts';
import { scriptEffects, scriptUse } from './interactions/script-use.ts';
import { visit, visitPoints, visitQuality } from './interactions/visit.ts';
import { addWord, dropWord, words } from './interactions/words.ts';
import { JOURNEY_HANDLERS } from './journey/index.ts';
import { customerStatus } from './leads/customer-status.ts';
import { group } from './leads/group-actions.ts';
import { importAs, undoImport } from './leads/import-as.ts';
import {
  accept,
  assign,
  nudge,
  passOn,
  postpone,
  retry,
  scripts,
  touched,
  view,
  why,
} from './leads/lead-actions.ts';
import { giveCustomer, merge, notSame, split } from './leads/merge.ts';
import { newContact } from './leads/new-contact.ts';
import { newCustomer } from './leads/new-customer.ts';
import { newLead } from './leads/new-lead.ts';
import { ownProject, sameProject } from './leads/project-actions.ts';
import { details, exportToday, help, overdue, today } from './leads/today.ts';
import { assignAll, assignMany, unassigned } from './leads/unassigned.ts';
import { ORDER_HANDLERS } from './orders/index.ts';
import { orderOpen, orders } from './orders/open-order.ts';
import { away, back, inheritCustomers, leaver, returner } from './people/absence.ts';
import { memberChanged } from './people/people.ts';
import { welcome } from './people/welcome.ts';
import { PLAYBOOK_HANDLERS } from './playbook/index.ts';
import { figureRows, figures } from './reports/figures.ts';

/** Commands about one lead or record. */
const NUMBERED: readonly Handler[] = [
  accept,
  touched,
  passOn,
  assign,
  nudge,
  why,
  view,
  scripts,
  postpone,
  retry,
  remark,
  tag,
  untag,
  ...JOURNEY_HANDLERS,
  ...ORDER_HANDLERS,
  group,
  ownProject,
  sameProject,
  merge,
  split,
  notSame,
  giveCustomer,
  customerStatus,
  confirm,
  correct,
  complete,
  undo,
  documentView,
  documentCheck,
  documentSet,
  documentType,
  documentCustomer,
  documentPicture,
  documentFile,
  documentDiscard,
  documentAnother,
  documentUndo,
  templatePropose,
  templateName,
  templateItem,
  templatePublish,
  templateDrop,
  templateWithdraw,
  askAnswer,
  askLater,
  askCancel,
  askDone,
  askOn,
];

/** Every behaviour, in the order in which they are asked; the first that recognises an event runs. */
export const HANDLERS: readonly Handler[] = [
  visit,
  visitPoints,
  visitQuality,
  cases,
  helped,
  scriptUse,
  scriptEffects,
  ...NUMBERED,
  // Before names: 加标签 慢病专项 到 关注点 is about no customer.
  ...PLAYBOOK_HANDLERS,
  namedCommand(NUMBERED),
  orders,
  orderOpen,
  newLead,
  newCustomer,
  unassigned,
  assignMany,
  assignAll,
  today,
  overdue,
  exportToday,
  details,
  figures,
  figureRows,
  board,
  pages,
  terms,
  help,
  away,
  back,
  leaver,
  returner,
  inheritCustomers,
  words,
  addWord,
  dropWord,
  importAs,
  undoImport,
  fileSent,
  templateOfLast,
  templateStanding,
  answer,
  note,
  newContact,
  memberChanged,
  welcome,
  unheard,
  unhandled,
];
