import { CARDS } from '../../cards/index.ts';
import type { Config } from '../config/env.ts';
import type { Clock } from '../core/clock.ts';
import type { Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import { shiftDay } from '../domain/calendar/calendar.ts';
import { parseDuration } from '../domain/calendar/duration.ts';
import { quietUntil } from '../domain/calendar/quiet.ts';
import { calendarOf } from '../domain/clocks/clock-rules.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { Metrics } from '../metrics.ts';
import { answersTo as readAnswers } from '../outbox/answers.ts';
import { Calendars } from '../outbox/calendars.ts';
import { createCardBuilder } from '../outbox/card-builder.ts';
import { createCardReader } from '../outbox/card-reader.ts';
import type { Reach } from '../outbox/held.ts';
import { createSmtpSender } from '../outbox/mail.ts';
import type { GatheringRule } from '../outbox/policy-input.ts';
import { Relay } from '../outbox/relay.ts';
import { noteReminded } from '../outbox/reminders.ts';
import { OutboxSender } from '../outbox/sender.ts';
import type { MailSender } from '../outbox/transmit.ts';
import type { Sender } from '../platforms/platform.ts';
import { Changes } from '../services/changes.ts';
import { landFacts } from '../services/figures/land-facts.ts';
import { settleDeal } from '../services/journey/deal.ts';
import { settleJourney } from '../services/journey/settle.ts';
import { runLeadEvent } from '../services/leads/lead-event.ts';
import { settleSlots } from '../services/leads/slots.ts';
import { OrderFollower } from '../services/orders/follow.ts';
import type { Directory } from '../services/people/directory.ts';
import type { Playbooks } from '../services/playbooks.ts';
import { aggregatesOf, type Stores } from '../stores/stores.ts';

export interface MessagingInput {
  config: Config;
  stores: Stores;
  playbooks: Playbooks;
  directory: Directory;
  senders: Sender[];
  /** Used when no SMTP server is configured. */
  mailbox: MailSender | null;
  metrics: Metrics;
  clock: Clock;
  log: Logger;
  leases: Leases;
  reach: Reach;
}

export interface Messaging {
  relay: Relay;
  sender: OutboxSender;
  /** The answers queued for an event, as texts. */
  answersTo(eventKey: string): Promise<string[]>;
  /** Tells the sender that something may be waiting. */
  wake(): void;
}

/** The way out: relay, card reader, sender. */
export function composeMessaging(input: MessagingInput): Messaging {
  const { config, stores, playbooks, directory, clock, log, metrics, leases } = input;
  const late: { sender?: OutboxSender } = {};
  const wake = () => late.sender?.wake();
  const relay = composeRelay(input, wake);
  const playbook = (version?: number) =>
    version === undefined ? playbooks.current() : playbooks.get(version);
  const colleagues = () => directory.map();
  const cardDeps = { ...stores, colleagues, playbook };
  const { outbox } = stores;
  const read = (to: Colleague) => createCardReader(cardDeps, to);
  const build = createCardBuilder({ colleagues, cards: CARDS, read });
  const calendars = new Calendars({
    entries: stores.calendar,
    leases: stores.leases,
    owner: leases.owner,
    platforms: input.senders,
    leadFor: async (to, leadId) => (await read(to)).lead(leadId),
  });
  const sender = new OutboxSender({
    outbox,
    calendars,
    colleagues,
    lead: (id) => stores.leads.get(id),
    build,
    lists: new Map([...CARDS.values()].flatMap(({ kind, listedAs }) => (listedAs ? [[kind, listedAs]] : []))),
    platforms: input.senders,
    mail: config.smtpUrl ? createSmtpSender(config.smtpUrl, config.mailFrom) : input.mailbox,
    clock,
    log,
    leases,
    reach: input.reach,
    quiet: (now) => quietNow(playbooks, now),
    gathering: (now) => gatheringNow(playbooks, now),
    onTaken: (row, now) => noteReminded(row, now, cardDeps),
    onOutcome: (outcome, row, now, reason) => {
      metrics.messages.inc({ outcome, kind: row.kind });
      if (reason) metrics.messagesDropped.inc({ kind: row.kind, reason });
      if (outcome !== 'sent') return;
      const seconds = (now.getTime() - row.createdAt.getTime()) / 1000;
      metrics.messageDelay.observe({ urgency: row.urgency }, Math.max(0, seconds));
    },
  });
  late.sender = sender;
  const answersTo = (eventKey: string) =>
    readAnswers(eventKey, { outbox, build: (row) => build(row, clock.now()) });
  return { relay, sender, answersTo, wake };
}

/** What changes cause beyond their own documents. */
function composeRelay({ stores, playbooks, directory, log }: MessagingInput, onQueued: () => void): Relay {
  const relay: Relay = new Relay({
    sources: aggregatesOf(stores),
    outbox: stores.outbox,
    audit: stores.audit,
    customers: stores.customers,
    keepsCalendars: async () => (await playbooks.current()).playbook.followUp.calendar,
    settleSlots: async (leadId) => void (await settleSlots(leadId, stores)),
    settleDeal: (leadId) => settleDeal(leadId, { ...stores, playbooks }),
    settleJourney: (leadId, cause) =>
      settleJourney(leadId, cause, { leads: stores.leads, askings: stores.askings, playbooks, directory }),
    runLeadEvent: (effect) => runLeadEvent(effect, { leads: stores.leads, playbooks, directory }),
    landFacts: (effects) => landFacts(effects, { ...stores, directory, playbooks }),
    followOrders: {
      noteOrder: (id, cause) => follows.noteOrder(id, cause),
      open: (id, on, cause) => follows.open(id, on, cause),
      settle: (id, cause) => follows.settle(id, cause),
    },
    log,
    onQueued,
  });
  const follows = new OrderFollower({ ...stores, playbooks, directory, changes: new Changes(relay) });
  return relay;
}

/** A day without work ends for reminders when others do. */
const ENDS_WITHOUT_WORK = '18:00';

async function gatheringNow(playbooks: Playbooks, now: Date): Promise<GatheringRule> {
  const { playbook } = await playbooks.current();
  const { every, perDay } = playbook.calendar.quiet;
  const calendar = calendarOf(playbook);
  const day = calendar.dayKey(now);
  const dayEnds = calendar.workSpans(day).at(-1)?.end ?? calendar.at(day, ENDS_WITHOUT_WORK);
  const gap = parseDuration(every);
  return {
    everyMs: gap.kind === 'time' ? gap.ms : 0,
    perDay,
    dayBegins: calendar.at(day, '00:00'),
    dayEnds,
    nextDay: calendar.nextWorkingTime(calendar.at(shiftDay(day, 1), '00:00')),
  };
}

async function quietNow(playbooks: Playbooks, now: Date) {
  const { playbook } = await playbooks.current();
  const { hours, holds } = playbook.calendar.quiet;
  const until = hours.length ? quietUntil(calendarOf(playbook), now, { hours }) : null;
  return { until, holds: new Set(holds) };
}
