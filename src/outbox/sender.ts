import type { Listing, Moot } from '../../cards/define.ts';
import type { Card } from '../../cards/model.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import { backoffMs, spread } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import { errorText } from '../core/errors.ts';
import { digest } from '../core/ids.ts';
import { inParallel } from '../core/in-parallel.ts';
import { LEASE_MS, type Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import type { Urgency } from '../core/message.ts';
import { Passes } from '../core/one-at-a-time.ts';
import type { Colleague } from '../domain/people/person.ts';
import { type Sender as PlatformSender, SendError } from '../platforms/platform.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';
import { linesOf } from './bundle-lines.ts';
import type { Calendars } from './calendars.ts';
import { type AnnounceDeps, recipientOf } from './groups.ts';
import { concernsRecipient, holdForRecipient, type Reach } from './held.ts';
import { plan } from './policy.ts';
import { gatherPolicyInput, type PolicySources, sentHere } from './policy-input.ts';
import { type MailSender, transmit } from './transmit.ts';

export interface SenderDeps {
  outbox: OutboxStore;
  /** Who is who. */
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
  lead: AnnounceDeps['lead'];
  /** See `createCardBuilder`. */
  build(row: OutboxRow, now: Date): Promise<Card | Moot>;
  /** The platform has taken the message: see `reminders.ts`. Once, or again after a crash. */
  onTaken(row: OutboxRow, now: Date): Promise<void>;
  /** Kind of card → the card that shows many of them. */
  lists: ReadonlyMap<string, Listing>;
  platforms: PlatformSender[];
  mail: MailSender | null;
  calendars: Pick<Calendars, 'settle'>;
  clock: Clock;
  log: Logger;
  leases: Leases;
  /** What is done about people whom nothing reaches. */
  reach: Reach;
  /** Company-wide quiet hours now, from the playbook. */
  quiet(now: Date): Promise<{ until: Date | null; holds: ReadonlySet<Urgency> }>;
  gathering: PolicySources['gathering'];
  /** @param why of what was dropped */
  onOutcome(outcome: Outcome, row: OutboxRow, now: Date, why?: string): void;
}

export type Outcome = 'sent' | 'edited' | 'dropped' | 'retry' | 'dead' | 'bundled';

/** Rows looked at in one pass: enough to see what can be bundled. */
const BATCH = 500;
/** Of these delivered: a pass is short, so that an urgent card queued meanwhile goes before what is no hurry. */
const DELIVERED = 100;
const MAX_ATTEMPTS = 8;
const PARALLEL = 16;

/**
 * Delivers the outbox: claim with an owner and a lease, build the card now, send, remember the
 * platform's id. One person's messages go out in order; people are served in parallel.
 */
export class OutboxSender {
  private readonly deps: SenderDeps;
  private readonly passes: Passes;

  constructor(deps: SenderDeps) {
    this.deps = deps;
    this.passes = new Passes(() => this.pass(), deps.log);
  }

  /** Sends what is waiting, soon and beside whatever the engine is at. */
  wake(): void {
    this.passes.wake();
  }

  /** One pass over what is due. @returns how much was done; 0 means that nothing may go now */
  pump(): Promise<number> {
    return this.passes.run();
  }

  /** Finishes what it is at and is woken no more. */
  stop(): Promise<void> {
    return this.passes.stop();
  }

  private async pass(): Promise<number> {
    const now = this.deps.clock.now();
    const doubtful = await sentHere(this.deps, await this.deps.outbox.inDoubt(now, BATCH));
    const due = await sentHere(this.deps, await this.deps.outbox.due(now, BATCH));
    const { alone, bundles } = await this.plan(due, now);
    const allowed = [...doubtful, ...due.filter((row) => alone.has(row._id))];
    const rows = allowed.slice(0, DELIVERED);
    const lanes = new Map<string, OutboxRow[]>();
    for (const row of rows) lanes.set(row.to, [...(lanes.get(row.to) ?? []), row]);
    await inParallel([...lanes.values()], PARALLEL, async (lane) => {
      for (const row of lane) await this.deliver(row);
    });
    if (due.length === BATCH || allowed.length > rows.length) this.wake();
    return rows.length + bundles;
  }

  /** Applies the send policy: holds, bundles, and answers the keys that may go now by themselves. */
  private async plan(due: OutboxRow[], now: Date): Promise<{ alone: Set<string>; bundles: number }> {
    if (!due.length) return { alone: new Set(), bundles: 0 };
    const decided = plan(await gatherPolicyInput(this.deps, due, now));
    for (const hold of decided.hold) await this.deps.outbox.postpone(hold.keys, hold.until, hold.why);
    const rowOf = new Map(due.map((row) => [row._id, row]));
    for (const bundle of decided.bundle) {
      await this.bundle(
        bundle.to,
        bundle.keys.flatMap((key) => rowOf.get(key) ?? []),
        bundle.as,
        now,
      );
    }
    return { alone: new Set(decided.send), bundles: decided.bundle.length };
  }

  /** Puts several messages into one. The bundle's key follows from its members, so a repeat makes no second one. */
  private async bundle(to: string, rows: OutboxRow[], kind: string, now: Date): Promise<void> {
    const { outbox, leases } = this.deps;
    const key = `bundle:${digest(...rows.map((row) => row._id))}`;
    const taken = await outbox.claimAll(rows, leases.owner, now, LEASE_MS, key);
    const { said, moot, params, alsoAbout } = await linesOf(kind, taken, (row) => this.deps.build(row, now));
    for (const [row, why] of moot) await this.drop(row, why, now);
    if (said.length) {
      const message = { channel: 'chat', to, kind, refs: {}, params, alsoAbout, urgency: 'reply' } as const;
      await outbox.add(key, message, now);
      this.wake();
    }
    await outbox.markBundled(
      key,
      leases.owner,
      said.map((row) => row._id),
    );
    for (const row of said) this.deps.onOutcome('bundled', row, now);
  }

  private async deliver(row: OutboxRow): Promise<void> {
    const { outbox, clock, leases } = this.deps;
    const now = clock.now();
    if (!(await outbox.claim(row, leases.owner, now, LEASE_MS))) return;
    try {
      const outcome = await leases.during(outbox, row._id, () => this.attempt(row, now));
      if (outcome !== 'dropped') this.deps.onOutcome(outcome, row, clock.now());
    } catch (error) {
      await this.failed(row, error, now);
    }
  }

  private async failed(row: OutboxRow, error: unknown, now: Date): Promise<void> {
    const { outbox, log } = this.deps;
    const { owner } = this.deps.leases;
    if (concernsRecipient(row, error)) {
      const { reach } = this.deps;
      this.deps.onOutcome(await holdForRecipient(row, error, { outbox, owner, reach, log, now }), row, now);
      return;
    }
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

  /** It is not said, and everybody can see why. */
  private async drop(row: OutboxRow, why: string, now: Date): Promise<'dropped'> {
    await this.deps.outbox.markDropped(row._id, this.deps.leases.owner, why);
    this.deps.onOutcome('dropped', row, now, why);
    return 'dropped';
  }

  private async attempt(row: OutboxRow, now: Date): Promise<Outcome> {
    if (row.channel === 'calendar') return this.enter(row, now);
    if (row.op === 'edit') return this.edit(row, now);
    const { outbox } = this.deps;
    const { owner } = this.deps.leases;
    if (row.channel === 'mail' && !this.deps.mail) {
      // As the administrator has set it up: nobody has to act.
      return this.drop(row, 'no-mail-transport', now);
    }
    if (row.bundle && (await outbox.get(row.bundle))) {
      // The process that bundled it died after queueing the bundle.
      await outbox.markEnded(row._id, owner, 'bundled');
      return 'bundled';
    }
    // In doubt it may be out already: then it is not too late to say, and what it shows is not known.
    const inDoubt = row.state === 'sending';
    const card = await this.deps.build(inDoubt ? asSent(row) : row, now);
    const to = recipientOf(row.to, await this.deps.colleagues());
    if (typeof card === 'string') return this.drop(row, card, now);
    if (!to?.active) return this.drop(row, 'recipient-inactive', now);
    // It waited for its recipient; meanwhile nothing is asked of them any more.
    if (row.held && card.state) return this.drop(row, 'nothing-to-do', now);
    const sent = await transmit(row, to, card, now, this.deps);
    if ('unreachable' in to && to.unreachable && row.channel === 'chat') await this.deps.reach.found(to, now);
    await this.deps.onTaken(row, now);
    const shown = inDoubt ? UNKNOWN : shownAs(card);
    await outbox.markSent(row._id, owner, { at: now, shown, underWay: card.underWay, ...sent });
    return 'sent';
  }

  /** Makes the entry in the person's calendar agree with the lead. */
  private async enter(row: OutboxRow, now: Date): Promise<'sent' | 'dropped'> {
    const { outbox, calendars, leases } = this.deps;
    const to = (await this.deps.colleagues()).get(row.to);
    if (!to) throw new SendError(`No person ${row.to}`, true);
    const entry = await calendars.settle(row, to, now);
    if (!entry) return this.drop(row, 'no-entry', now);
    const { platform, id: providerId } = entry;
    await outbox.markSent(row._id, leases.owner, { at: now, platform, providerId, shown: UNKNOWN });
    return 'sent';
  }

  /** Rebuilds a card already sent and shows its new state, if it has changed. */
  private async edit(row: OutboxRow, now: Date): Promise<'edited' | 'dropped'> {
    const { outbox } = this.deps;
    const { owner } = this.deps.leases;
    const target = await outbox.get(row.target ?? '');
    if (target?.state === 'sending') throw new SendError('The card itself is still on its way', false);
    const platform = this.deps.platforms.find((p) => p.name === target?.platform);
    const to = (await this.deps.colleagues()).get(row.to);
    const card = target && (await this.changed(target, now));
    const account = to?.accounts.find((a) => a.platform === platform?.name);
    // A card of somebody who has left is nobody's to see, and the platform refuses to change it.
    if (!card || !to?.active || !platform || !account || !target.providerId) {
      return this.drop(row, 'nothing-to-change', now);
    }
    const delivery = { key: target._id, userId: account.userId, card, text: toPlainText(card), at: now };
    const isShown = platform.capabilities.editsCards && (await platform.edit(target.providerId, delivery));
    if (!isShown) return this.followUp(row, target, card, now);
    await outbox.setShown(target._id, shownAs(card), now);
    await outbox.markSent(row._id, owner, {
      at: now,
      platform: platform.name,
      providerId: target.providerId,
      shown: shownAs(card),
    });
    return 'edited';
  }

  /**
   * The card of a message as it is now, when it says something else than what is shown. That time has passed is no
   * change: a platform may let a card be changed only once, and a call is spent each time.
   */
  private async changed(target: OutboxRow, now: Date): Promise<Card | undefined> {
    const card = await this.deps.build(asSent(target), now);
    if (typeof card === 'string' || shownAs(card) === target.shown) return undefined;
    const then = target.shownAt ?? target.sentAt;
    const before = then && (await this.deps.build(asSent(target), then));
    return before && typeof before !== 'string' && shownAs(before) === target.shown ? undefined : card;
  }

  /** What cannot be changed said what was so; only the outcome of work it told of is worth another message. */
  private async followUp(row: OutboxRow, target: OutboxRow, card: Card, now: Date): Promise<'dropped'> {
    const { outbox } = this.deps;
    if (target.underWay && !card.underWay) {
      const { channel, to, kind, refs, params } = target;
      const message = { channel, to, kind, refs, params, urgency: 'reply' as const };
      await outbox.add(`${target._id}/outcome`, message, now);
      this.wake();
    }
    return this.drop(row, 'cannot-be-changed', now);
  }
}

function asSent(row: OutboxRow): OutboxRow {
  return { ...row, params: { ...row.params, sent: true } };
}

/** No card's digest: whatever is shown, the next edit changes it. */
const UNKNOWN = '';

function shownAs(card: Card): string {
  return digest(JSON.stringify(card));
}
