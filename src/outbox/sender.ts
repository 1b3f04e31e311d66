import type { AnyCard, CardReader } from '../../cards/define.ts';
import { goneCard } from '../../cards/gone.ts';
import type { Card } from '../../cards/model.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import type { Clock } from '../core/clock.ts';
import { errorText } from '../core/errors.ts';
import { digest } from '../core/ids.ts';
import { LEASE_MS, type Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import type { Urgency } from '../core/message.ts';
import type { Person } from '../domain/person.ts';
import { type Sender as PlatformSender, SendError } from '../platforms/platform.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';
import type { PeopleStore } from '../stores/people.ts';
import { backoffMs, inParallel, periodOf, spread } from './pace.ts';
import { type PlatformState, plan, type Waiting } from './policy.ts';

/** Sends one mail; throws `SendError`. Answers the transport's message id. */
export interface MailSender {
  send(mail: { key: string; to: Person; card: Card; text: string; at: Date }): Promise<string>;
}

export interface SenderDeps {
  outbox: OutboxStore;
  people: PeopleStore;
  cards: ReadonlyMap<string, AnyCard>;
  /** What cards to this person may read. */
  read(to: Person): Promise<CardReader>;
  platforms: PlatformSender[];
  mail: MailSender | null;
  clock: Clock;
  log: Logger;
  leases: Leases;
  /** Company-wide quiet hours now, from the playbook. */
  quiet(now: Date): Promise<{ until: Date | null; holds: ReadonlySet<Urgency> }>;
  onOutcome(
    outcome: 'sent' | 'edited' | 'dropped' | 'retry' | 'dead' | 'bundled',
    row: OutboxRow,
    now: Date,
  ): void;
}

const BATCH = 500;
const MAX_ATTEMPTS = 8;
const PARALLEL = 16;
const HOUR_MS = 3_600_000;

/**
 * Delivers the outbox (DESIGN.md 3.6): claim with an owner and a lease, build the card now, send, remember the
 * platform's id. One person's messages go out in order; people are served in parallel.
 */
export class OutboxSender {
  private readonly deps: SenderDeps;

  constructor(deps: SenderDeps) {
    this.deps = deps;
  }

  /** One pass over what is due. @returns how many rows were looked at; 0 means that nothing is waiting. */
  async pump(): Promise<number> {
    const now = this.deps.clock.now();
    const doubtful = await this.deps.outbox.inDoubt(now, BATCH);
    const due = await this.deps.outbox.due(now, BATCH);
    const planned = await this.plan(due, now);
    const rows = [...doubtful, ...due.filter((row) => planned.has(row._id))];
    const lanes = new Map<string, OutboxRow[]>();
    for (const row of rows) lanes.set(row.to, [...(lanes.get(row.to) ?? []), row]);
    await inParallel([...lanes.values()], PARALLEL, async (lane) => {
      for (const row of lane) await this.deliver(row);
    });
    return rows.length;
  }

  /** Applies the send policy; answers the keys that may go now. */
  private async plan(due: OutboxRow[], now: Date): Promise<Set<string>> {
    if (!due.length) return new Set();
    const quiet = await this.deps.quiet(now);
    const people = [...new Set(due.map((row) => row.to))];
    const sentTo = new Map<string, Date[]>();
    for (const sent of await this.deps.outbox.sentSince(people, new Date(now.getTime() - HOUR_MS))) {
      sentTo.set(sent.to, [...(sentTo.get(sent.to) ?? []), sent.sentAt]);
    }
    const decided = plan({
      waiting: await this.waiting(due),
      now,
      sentTo,
      platforms: await this.platformStates(now),
      quietUntil: quiet.until,
      quietHolds: quiet.holds,
    });
    for (const hold of decided.hold) await this.deps.outbox.postpone(hold.keys, hold.until, hold.why);
    const rowOf = new Map(due.map((row) => [row._id, row]));
    for (const bundle of decided.bundle) {
      await this.bundle(
        bundle.to,
        bundle.keys.flatMap((key) => rowOf.get(key) ?? []),
        now,
      );
    }
    return new Set(decided.send);
  }

  private async waiting(due: OutboxRow[]): Promise<Waiting[]> {
    const people = new Map((await this.deps.people.all()).map((person) => [person._id, person]));
    return due.map(({ _id: key, to, urgency, op, channel }) => {
      const person = channel === 'chat' ? people.get(to) : undefined;
      return { key, to, urgency, op, platform: person && this.accountOf(person)?.platform.name };
    });
  }

  private async platformStates(now: Date): Promise<Map<string, PlatformState>> {
    const states = new Map<string, PlatformState>();
    for (const { name, capabilities } of this.deps.platforms) {
      const { limits } = capabilities;
      const period = limits.quota && periodOf(limits.quota.per, now);
      const sentInPeriod = period && (await this.deps.outbox.countSent(name, period.begins));
      states.set(name, { limits, sentInPeriod, periodEndsAt: period?.ends });
    }
    return states;
  }

  /** Puts several messages into one. The bundle's key follows from its members, so a repeat makes no second one. */
  private async bundle(to: string, rows: OutboxRow[], now: Date): Promise<void> {
    const key = `bundle:${digest(...rows.map((row) => row._id))}`;
    const lines: string[] = [];
    const taken: OutboxRow[] = [];
    for (const row of rows) {
      if (!(await this.deps.outbox.claim(row, this.deps.leases.owner, now, LEASE_MS, key))) continue;
      const card = await this.build(row, now);
      if (card) lines.push(`· ${card.title}${card.emphasis ? `：${card.emphasis.text}` : ''}`);
      taken.push(row);
    }
    if (lines.length) {
      const message = {
        channel: 'chat',
        to,
        kind: 'bundle',
        refs: {},
        params: { lines },
        urgency: 'reply',
      } as const;
      await this.deps.outbox.add(key, message, now);
    }
    for (const row of taken) {
      await this.deps.outbox.markEnded(row._id, this.deps.leases.owner, 'bundled');
      this.deps.onOutcome('bundled', row, now);
    }
  }

  private async deliver(row: OutboxRow): Promise<void> {
    const { outbox, clock, leases } = this.deps;
    const now = clock.now();
    if (!(await outbox.claim(row, leases.owner, now, LEASE_MS))) return;
    try {
      const outcome = await leases.during(outbox, row._id, () => this.attempt(row, now));
      this.deps.onOutcome(outcome, row, clock.now());
    } catch (error) {
      await this.failed(row, error, now);
    }
  }

  private async failed(row: OutboxRow, error: unknown, now: Date): Promise<void> {
    const { outbox, log } = this.deps;
    const { owner } = this.deps.leases;
    if (error instanceof SendError && error.waitMs !== undefined) {
      log.warn(
        { key: row._id, kind: row.kind, err: error },
        'the platform takes nothing now; the message waits',
      );
      const until = new Date(now.getTime() + spread(error.waitMs, row._id, row.attempts));
      await outbox.waitUntil(row._id, owner, until, errorText(error));
      this.deps.onOutcome('retry', row, now);
      return;
    }
    const attempts = row.attempts - (row.waits ?? 0) + 1;
    const permanent = error instanceof SendError && error.permanent;
    if (permanent || attempts >= MAX_ATTEMPTS) {
      log.error({ key: row._id, to: row.to, kind: row.kind, err: error }, 'message given up');
      await outbox.markEnded(row._id, owner, 'dead', errorText(error));
      this.deps.onOutcome('dead', row, now);
      return;
    }
    log.warn({ key: row._id, kind: row.kind, attempts, err: error }, 'message will be tried again');
    const at = new Date(now.getTime() + backoffMs(row._id, attempts));
    await outbox.retryLater(row._id, owner, at, errorText(error));
    this.deps.onOutcome('retry', row, now);
  }

  private async attempt(row: OutboxRow, now: Date): Promise<'sent' | 'edited' | 'dropped'> {
    if (row.op === 'edit') return this.edit(row, now);
    const { outbox } = this.deps;
    const { owner } = this.deps.leases;
    if (row.bundle && (await outbox.get(row.bundle))) {
      // The process that bundled it died after queueing the bundle.
      await outbox.markEnded(row._id, owner, 'bundled');
      return 'dropped';
    }
    const card = await this.build(row, now);
    const to = await this.deps.people.get(row.to);
    if (!card || !to?.active) {
      await outbox.markEnded(row._id, owner, 'dropped', card ? 'recipient is not active' : 'moot');
      return 'dropped';
    }
    const sent = await this.transmit(row, to, card, now);
    await outbox.markSent(row._id, owner, { at: now, shown: shownAs(card), ...sent });
    return 'sent';
  }

  private async transmit(
    row: OutboxRow,
    to: Person,
    card: Card,
    now: Date,
  ): Promise<{ platform: string; providerId: string }> {
    const text = toPlainText(card, { repliable: row.channel === 'chat' });
    if (row.channel === 'mail') {
      if (!this.deps.mail) throw new SendError('No mail transport is configured (SMTP_URL)', true);
      return {
        platform: 'mail',
        providerId: await this.deps.mail.send({ key: row._id, to, card, text, at: now }),
      };
    }
    const { platform, userId } = this.platformOf(to);
    const inDoubt = row.state === 'sending';
    if (inDoubt && !platform.capabilities.idempotentSend && platform.wasDelivered) {
      const delivered = await platform.wasDelivered(row._id);
      if (delivered === 'yes') return { platform: platform.name, providerId: row._id };
    }
    const providerId = await platform.send({ key: row._id, userId, card, text, at: now });
    return { platform: platform.name, providerId };
  }

  /** Rebuilds a card already sent and shows its new state, if it has changed. */
  private async edit(row: OutboxRow, now: Date): Promise<'edited' | 'dropped'> {
    const { outbox } = this.deps;
    const { owner } = this.deps.leases;
    const target = await outbox.get(row.target ?? '');
    if (target?.state === 'sending') throw new SendError('The card itself is still on its way', false);
    const platform = this.deps.platforms.find((p) => p.name === target?.platform);
    const to = await this.deps.people.get(row.to);
    const card = target && (await this.build({ ...target, params: { ...target.params, sent: true } }, now));
    const account = to?.accounts.find((a) => a.platform === platform?.name);
    const changed = card && target && shownAs(card) !== target.shown;
    if (!changed || !platform?.capabilities.editsCards || !account || !target.providerId) {
      await outbox.markEnded(row._id, owner, 'dropped', 'nothing to change');
      return 'dropped';
    }
    const delivery = { key: target._id, userId: account.userId, card, text: toPlainText(card), at: now };
    await platform.edit(target.providerId, delivery);
    await outbox.setShown(target._id, shownAs(card));
    await outbox.markSent(row._id, owner, {
      at: now,
      platform: platform.name,
      providerId: target.providerId,
      shown: shownAs(card),
    });
    return 'edited';
  }

  private async build(row: OutboxRow, now: Date): Promise<Card | null> {
    const definition = this.deps.cards.get(row.kind);
    if (!definition) throw new SendError(`No card of kind ${row.kind}`, true);
    const to = await this.deps.people.get(row.to);
    if (!to) throw new SendError(`No person ${row.to}`, true);
    const request = { now, to, refs: row.refs, params: row.params, read: await this.deps.read(to) };
    const card = await definition.build(request);
    // Not yet sent, there is nothing to say; already sent, it must not go on showing what may no longer be seen.
    return card ?? (row.params.sent === true ? goneCard(row.kind, request) : null);
  }

  private platformOf(to: Person): { platform: PlatformSender; userId: string } {
    const account = this.accountOf(to);
    if (!account) throw new SendError(`${to._id} has no account on a connected platform`, true);
    return account;
  }

  private accountOf(person: Person): { platform: PlatformSender; userId: string } | undefined {
    for (const platform of this.deps.platforms) {
      const account = person.accounts.find((a) => a.platform === platform.name);
      if (account) return { platform, userId: account.userId };
    }
    return undefined;
  }
}

function shownAs(card: Card): string {
  return digest(JSON.stringify(card));
}
