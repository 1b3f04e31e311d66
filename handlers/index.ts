import { accept, assign, passOn, postpone, scripts, touched, view, why } from './actions/lead-actions.ts';
import { confirm, correct, undo } from './actions/note-actions.ts';
import type { Handler } from './context.ts';
import { importFile, otherFile } from './files/import-file.ts';
import { memberChanged } from './lifecycle/people.ts';
import { away, back, leaver, returner } from './messages/absence.ts';
import { namedCommand } from './messages/named-command.ts';
import { newLead } from './messages/new-lead.ts';
import { note } from './messages/note.ts';
import { details, exportToday, help, today } from './messages/today.ts';
import { unhandled } from './messages/unhandled.ts';

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
  confirm,
  correct,
  undo,
];

/** Every behaviour, in the order in which they are asked; the first that recognises an event runs. */
export const HANDLERS: readonly Handler[] = [
  ...NUMBERED,
  namedCommand(NUMBERED),
  newLead,
  today,
  exportToday,
  details,
  help,
  away,
  back,
  leaver,
  returner,
  importFile,
  otherFile,
  note,
  memberChanged,
  unhandled,
];
