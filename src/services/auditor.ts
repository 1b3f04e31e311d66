import type { OutboundMessage } from '../core/message.ts';
import { calendarOf } from '../domain/clocks/clock-rules.ts';
import { OPEN_STATUSES } from '../domain/leads/lead.ts';
import { EVERYTHING } from '../domain/people/scope.ts';
import type { InboxStore } from '../stores/inbox.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { OutboxStore } from '../stores/outbox.ts';
import type { PeopleStore } from '../stores/people.ts';
import { settleSlots } from './leads/slots.ts';
import type { Directory } from './people/directory.ts';
import type { Playbooks } from './playbooks.ts';

export interface AuditorDeps {
  leads: LeadStore;
  people: PeopleStore;
  inbox: InboxStore;
  outbox: OutboxStore;
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

const SENTENCES: Record<string, string> = {
  'leads-without-clock': '条在跟进的线索没有任何计时',
  'clocks-overdue': '条线索的计时已到点但没有触发',
  'messages-overdue': '条消息该发未发',
  'messages-dead': '条消息发送失败已放弃',
  'events-dead': '条收到的消息处理失败已放弃',
  'slots-mended': '处在手线索名额与实际不符（已自动修正）',
};

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
    const open = { status: { $in: [...OPEN_STATUSES] } };
    const { leads, outbox, inbox } = this.deps;
    const [withoutClock, overdue, messages, queues, events, mended] = await Promise.all([
      leads.count(EVERYTHING.leads, { ...open, nextDueAt: null }),
      leads.count(EVERYTHING.leads, { nextDueAt: { $lte: late } }),
      outbox.countOverdue(late),
      outbox.countByState(),
      inbox.countByState(),
      this.mendSlots(),
    ]);
    const findings = {
      'leads-without-clock': withoutClock,
      'clocks-overdue': overdue,
      'messages-overdue': messages,
      'messages-dead': queues.dead ?? 0,
      'events-dead': events.dead ?? 0,
      'slots-mended': mended,
    };
    this.deps.onFindings(findings);
    await this.report(findings, now);
    await this.reportQuotas(now);
    return findings;
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
      await this.tell(`quota:${platform}:${name}:${month}:${share}`, `${platform}额度提醒`, body, now);
    }
  }

  /** Tells the administrators, each finding at most once a day. */
  private async report(findings: Record<string, number>, now: Date): Promise<void> {
    const day = calendarOf((await this.deps.playbooks.current()).playbook).dayKey(now);
    for (const [finding, n] of Object.entries(findings)) {
      if (n === 0) continue;
      await this.tell(`auditor:${day}:${finding}`, '系统自查', `${n} ${SENTENCES[finding] ?? finding}`, now);
    }
  }

  /** Every administrator, once for each key. */
  private async tell(key: string, title: string, body: string, now: Date): Promise<void> {
    const people = await this.deps.directory.map();
    const admins = [...people.values()].filter((person) => person.active && person.role === 'admin');
    for (const { _id: to } of admins) {
      const message: OutboundMessage = {
        channel: 'chat',
        to,
        kind: 'text',
        refs: {},
        params: { title, body },
        urgency: 'normal',
      };
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
