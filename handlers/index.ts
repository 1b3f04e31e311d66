import {
  documentAnother,
  documentAnswer,
  documentCheck,
  documentCustomer,
  documentDiscard,
  documentFile,
  documentPicture,
  documentSet,
  documentType,
  documentUndo,
  documentView,
} from './actions/document-actions.ts';
import { group } from './actions/group-actions.ts';
import { accept, assign, passOn, postpone, scripts, touched, view, why } from './actions/lead-actions.ts';
import { confirm, correct, undo } from './actions/note-actions.ts';
import {
  templateAnswer,
  templateDrop,
  templateItem,
  templateName,
  templateOfLast,
  templatePropose,
  templatePublish,
  templateWithdraw,
} from './actions/template-actions.ts';
import type { Handler } from './context.ts';
import { documentSent } from './files/document.ts';
import { importFile } from './files/import-file.ts';
import { newContact } from './lifecycle/new-contact.ts';
import { memberChanged } from './lifecycle/people.ts';
import { welcome } from './lifecycle/welcome.ts';
import { away, back, leaver, returner } from './messages/absence.ts';
import { namedCommand } from './messages/named-command.ts';
import { newLead } from './messages/new-lead.ts';
import { note } from './messages/note.ts';
import { board, pages } from './messages/pages.ts';
import { details, exportToday, help, overdue, today } from './messages/today.ts';
import { assignAll, assignMany, unassigned } from './messages/unassigned.ts';
import { unhandled } from './messages/unhandled.ts';
import { visit } from './messages/visit.ts';

/** Commands about one lead or record. */
const NUMBERED: readonly Handler[] = [
  accept,
  touched,
  passOn,
  assign,
  why,
  view,
  scripts,
  postpone,
  group,
  confirm,
  correct,
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
];

/** Every behaviour, in the order in which they are asked; the first that recognises an event runs. */
export const HANDLERS: readonly Handler[] = [
  ...NUMBERED,
  namedCommand(NUMBERED),
  newLead,
  unassigned,
  assignMany,
  assignAll,
  today,
  overdue,
  exportToday,
  details,
  board,
  pages,
  help,
  away,
  back,
  leaver,
  returner,
  importFile,
  documentSent,
  documentAnswer,
  templateOfLast,
  templateAnswer,
  visit,
  note,
  newContact,
  memberChanged,
  welcome,
  unhandled,
];
