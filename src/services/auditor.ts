import { digest } from '../core/ids.ts';
import type { OutboundMessage } from '../core/message.ts';
import { RECORD_KINDS, type TickingKind } from '../core/records.ts';
import { calendarOf } from '../domain/clocks/clock-rules.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { PeopleStore } from '../stores/people.ts';
import {
  deadEvents,
  deadMessages,
  type Finding,
  type FindingDeps,
  lostReminders,
  overdueClocks,
  overdueMessages,
  withoutClock,
} from './audit-findings.ts';
import { settleSlots } from './leads/slots.ts';
import type { Directory } from './people/directory.ts';
import type { Playbooks } from './playbooks.ts';

export interface AuditorDeps extends FindingDeps {
  leads: LeadStore;
  people: PeopleStore;
  directory: Directory;
  playbooks: Playbooks;
  onFindings: (findings: Record<string, number>) => void;
  /** What the connected platforms allow in this month. */
  quotas(now: Date): Promise<QuotaState[]>;
}

/** A platform's monthly quota as it stands. */
export interface QuotaState {
  /** For people: 钉钉. */
  platform: string;
  name: string;
  used: number;
  limit: number;
  /** Used at the end of the month, at the pace so far. */
  forecast: number;
}

/** A clock or message this late was not merely waiting its turn. */
const GRACE_MS = 2 * 60_000;

/** Shares of a quota at which the administrators hear of it, each once a month. */
const TELL_AT = [1, 0.9, 0.7];

/** A finding's title, after its number. */
const TITLES: Record<string, string> = {
  'reminders-lost': '条提醒没有送达',
  'messages-overdue': '位同事的消息该发未发',
  'messages-dead': '条消息发送失败',
  'events-dead': '条收到的消息处理失败',
};

/** What is found of the clocks of one kind of record: `leads-without-clock`, and for every kind but leads `orders-overdue`. */
function clockFindings(kind: TickingKind): { withoutClock: string; overdue: string } {
  return {
    withoutClock: `${kind}s-without-clock`,
    overdue: kind === 'lead' ? 'clocks-overdue' : `${kind}s-overdue`,
  };
}

function titleOf(finding: string, kinds: readonly TickingKind[]): string {
  for (const kind of kinds) {
    const { counted, ticking } = RECORD_KINDS[kind];
    const { withoutClock: none, overdue } = clockFindings(kind);
    if (finding === none) return `${ticking}没有任何时限`;
    if (finding === overdue) return `${counted}到了时限却没有提醒`;
  }
  return TITLES[finding] ?? finding;
}

/**
 * Watches the watcher: recomputes from the records what should have happened and says what did not,
 * without asking the parts that should have done it.
 */
export class Auditor {
  private readonly deps: AuditorDeps;

  constructor(deps: AuditorDeps) {
    this.deps = deps;
  }

  /** One look. Mends slots that disagree with the leads; everything else is for a person to decide. */
  async look(now: Date): Promise<Record<string, number>> {
    const late = new Date(now.getTime() - GRACE_MS);
    const { outbox, inbox } = this.deps;
    const [clocks, messages, queues, events, mended] = await Promise.all([
      this.countClocks(late),
      outbox.countOverdue(late),
      outbox.countByState(),
      inbox.countByState(),
      this.mendSlots(),
    ]);
    const named = await this.named(late, now);
    const findings = {
      ...clocks,
      'messages-overdue': messages,
      'messages-dead': queues.dead ?? 0,
      'events-dead': events.dead ?? 0,
      'reminders-lost': named['reminders-lost']?.length ?? 0,
      // Put right already: nobody has to do anything.
      'slots-mended': mended,
    };
    this.deps.onFindings(findings);
    for (const [name, found] of Object.entries(named)) await this.report(name, found, now);
    await this.reportQuotas(now);
    return findings;
  }

  private async countClocks(late: Date): Promise<Record<string, number>> {
    const counts = this.deps.ticking.map(async ({ kind, store }) => {
      const { withoutClock: none, overdue } = clockFindings(kind);
      const [clockless, due] = await Promise.all([store.countClockless(), store.countDue(late)]);
      return { [none]: clockless, [overdue]: due };
    });
    return Object.assign({}, ...(await Promise.all(counts)));
  }

  /** What is wrong, each with record, person and what to do about it. */
  private async named(late: Date, now: Date): Promise<Record<string, Finding[]>> {
    const people = await this.deps.directory.map();
    const clocks = this.deps.ticking.map(async (kind) => {
      const { withoutClock: none, overdue } = clockFindings(kind.kind);
      return {
        [none]: await withoutClock(none, kind, people),
        [overdue]: await overdueClocks(overdue, kind, late, people),
      };
    });
    const [ofClocks, reminders, waiting, dead, events] = await Promise.all([
      Promise.all(clocks),
      lostReminders(now, GRACE_MS, people, this.deps),
      overdueMessages(late, people, this.deps),
      deadMessages(people, this.deps),
      deadEvents(this.deps),
    ]);
    return {
      ...Object.assign({}, ...ofClocks),
      'reminders-lost': reminders,
      'messages-overdue': waiting,
      'messages-dead': dead,
      'events-dead': events,
    };
  }

  private async reportQuotas(now: Date): Promise<void> {
    const month = calendarOf((await this.deps.playbooks.current()).playbook)
      .dayKey(now)
      .slice(0, 7);
    for (const { platform, name, used, limit, forecast } of await this.deps.quotas(now)) {
      const share = TELL_AT.find((part) => used >= limit * part);
      if (share === undefined) continue;
      const percent = Math.round((used / limit) * 100);
      const body =
        share === 1
          ? `${platform}本月${name}额度已用完（${limit}），到下月 1 日恢复。能走别的路的回复照常；其余消息等到那时，不会丢。可购买资源包，再改 DINGTALK_MONTHLY_*。`
          : `${platform}本月${name}已用 ${used}/${limit}（${percent}%），按目前速度到月底约 ${forecast}。接近用完时先保证回复和紧急提醒，其余等到下个月。`;
      const params = { title: `${platform}额度提醒`, body };
      await this.tell(`quota:${platform}:${name}:${month}:${share}`, { kind: 'text', params }, now);
    }
  }

  /** Tells the administrators what they have not been told of: each finding once, not once a day. */
  private async report(name: string, found: Finding[], now: Date): Promise<void> {
    const told = await this.deps.outbox.saidAbout(found.map(subjectOf));
    const fresh = found.filter((finding) => !told.has(subjectOf(finding)));
    if (!fresh.length) return;
    const items = fresh.map(({ text, todo, leadId }) => ({ text, todo, ...(leadId && { leadId }) }));
    const kinds = this.deps.ticking.map(({ kind }) => kind);
    const params = { title: `系统自查：${fresh.length} ${titleOf(name, kinds)}`, items };
    const alsoAbout = fresh.map(subjectOf);
    await this.tell(`auditor:${name}:${digest(...alsoAbout)}`, { kind: 'finding', params, alsoAbout }, now);
  }

  /** Every administrator, once for each key. */
  private async tell(
    key: string,
    said: Pick<OutboundMessage, 'kind' | 'params' | 'alsoAbout'>,
    now: Date,
  ): Promise<void> {
    const people = await this.deps.directory.map();
    const admins = [...people.values()].filter((person) => person.active && person.role === 'admin');
    for (const { _id: to } of admins) {
      const message: OutboundMessage = { channel: 'chat', to, refs: {}, urgency: 'normal', ...said };
      await this.deps.outbox.add(`${key}:${to}`, message, now);
    }
  }

  /**
   * A process that died between claiming a place and writing the lead leaves a place too many. The leads are right:
   * the places follow them. @returns how many were wrong
   */
  private async mendSlots(): Promise<number> {
    let mended = 0;
    for (const person of await this.deps.people.all()) {
      const mine = new Set(await this.deps.leads.openIdsOf(person._id));
      const surplus = person.slots.filter((leadId) => !mine.has(leadId));
      const missing = [...mine].filter((leadId) => !person.slots.includes(leadId));
      for (const leadId of [...surplus, ...missing]) {
        // Changed a moment ago: what settles its places is on its way.
        const effects = (await this.deps.leads.get(leadId))?.effects ?? [];
        if (effects.some((effect) => effect.type === 'settle-slots')) continue;
        if (await settleSlots(leadId, this.deps)) mended++;
      }
    }
    return mended;
  }
}

function subjectOf({ key }: Finding): string {
  return `finding:${key}`;
}
