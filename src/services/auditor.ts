import { digest } from '../core/ids.ts';
import type { OutboundMessage } from '../core/message.ts';
import { calendarOf } from '../domain/clocks/clock-rules.ts';
import { OPEN_STATUSES } from '../domain/leads/lead.ts';
import { EVERYTHING, type Filter } from '../domain/people/scope.ts';
import type { PeopleStore } from '../stores/people.ts';
import {
  aboutLead,
  deadEvents,
  deadMessages,
  type Finding,
  type FindingDeps,
  lostReminders,
  overdueClock,
  overdueMessages,
} from './audit-findings.ts';
import { settleSlots } from './leads/slots.ts';
import type { Directory } from './people/directory.ts';
import type { Playbooks } from './playbooks.ts';

export interface AuditorDeps extends FindingDeps {
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
  'leads-without-clock': '条在跟进的线索没有任何时限',
  'clocks-overdue': '条线索到了时限却没有提醒',
  'reminders-lost': '条提醒没有送达',
  'messages-overdue': '位同事的消息该发未发',
  'messages-dead': '条消息发送失败',
  'events-dead': '条收到的消息处理失败',
};

/** Named and told of at one look. */
const NAMED = 50;

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
    const named = await this.named(late, now);
    const findings = {
      'leads-without-clock': withoutClock,
      'clocks-overdue': overdue,
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

  /** What is wrong, each with lead, person and what to do about it. */
  private async named(late: Date, now: Date): Promise<Record<string, Finding[]>> {
    const people = await this.deps.directory.map();
    const { leads } = this.deps;
    const open = { status: { $in: [...OPEN_STATUSES] } };
    const list = (filter: Filter) => leads.list(EVERYTHING, filter, { sort: { nextDueAt: 1 }, limit: NAMED });
    const [withoutClock, overdue, reminders, waiting, dead, events] = await Promise.all([
      list({ ...open, nextDueAt: null }),
      list({ nextDueAt: { $lte: late } }),
      lostReminders(now, GRACE_MS, people, this.deps),
      overdueMessages(late, people, this.deps),
      deadMessages(people, this.deps),
      deadEvents(this.deps),
    ]);
    return {
      'leads-without-clock': withoutClock.map((lead) =>
        aboutLead('leads-without-clock', lead, people, '没有任何时限，不会有人被提醒'),
      ),
      'clocks-overdue': overdue.map((lead) => overdueClock(lead, people)),
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
    const params = { title: `系统自查：${fresh.length} ${TITLES[name] ?? name}`, items };
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
