import * as contacts from './contacts.ts';
import * as intake from './intake.ts';
import type { Outcome, Row } from './outcome.ts';
import * as quiet from './quiet.ts';
import * as records from './records.ts';
import * as reminders from './reminders.ts';

/** Every comparison, in the order of the table. What each is held to stands in goals.yaml. */
export const JUDGES: readonly ((outcome: Outcome) => Row)[] = [
  intake.leadsLost,
  intake.leadsDoubled,
  intake.leadsMixed,
  intake.oneOwner,
  intake.absent,
  intake.clocksAlive,
  records.recordsLost,
  records.recordsDoubled,
  records.wrongCustomer,
  contacts.contactsTrue,
  (outcome) => records.falseContacts(outcome, 'question'),
  (outcome) => records.falseContacts(outcome, 'chat'),
  (outcome) => records.falseContacts(outcome, 'plan'),
  (outcome) => records.falseContacts(outcome, 'denial'),
  (outcome) => records.falseContacts(outcome, 'remark'),
  records.attemptsStopNothing,
  (outcome) => reminders.promisesKept(outcome, false),
  (outcome) => reminders.promisesKept(outcome, true),
  reminders.promisesUnderstood,
  reminders.remindersInvented,
  (outcome) => reminders.deadlines(outcome, false),
  (outcome) => reminders.deadlines(outcome, true),
  reminders.lateReminded,
  reminders.calledLeftAlone,
  reminders.triesDenied,
  contacts.reports,
  contacts.reportsCome,
  contacts.reportNames,
  records.sums,
  records.corrections,
  (outcome) => records.understood(outcome, 'plain'),
  (outcome) => records.understood(outcome, 'loose'),
  records.deedsNamed,
  quiet.messagesPerLead,
  (outcome) => quiet.messagesPerDay('messages-team-lead', ['team-lead'], outcome),
  (outcome) => quiet.messagesPerDay('messages-management', ['regional-manager', 'director'], outcome),
  quiet.messagesAtNight,
  quiet.messagesDoubled,
  quiet.auditor,
];
