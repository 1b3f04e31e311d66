import { MovableClock } from '../../src/core/clock.ts';
import type {
  AuditEntry,
  ClockMoved,
  LeadDetail,
  LeadItem,
  LeadResult,
  LiveHint,
  Mail,
  SimulatorCard,
  SimulatorMessage,
} from '../../src/platforms/simulator/page/contract.ts';
import {
  assignedCard,
  dueCard,
  logCard,
  reportCard,
  reportMail,
  STUB_DECISION,
  STUB_USERS,
} from './page-stub-data.ts';

const HOUR_MS = 3_600_000;
const REPORT_AT = '02:02:00Z'; // 10:02 in Shanghai

interface StubLead {
  item: LeadItem;
  detail: LeadDetail;
  ownerId: string;
  remindAt: number | undefined;
}

/** A product in miniature behind the page: leads go to one rep, reminders come after 2 h, a report at 10:02. */
export class StubWorld {
  readonly clock: MovableClock;
  readonly chats = new Map<string, SimulatorMessage[]>(STUB_USERS.map((user) => [user.id, []]));
  readonly audit: AuditEntry[] = [];
  readonly mails: Mail[] = [];
  readonly leads = new Map<string, StubLead>();
  /** What the page sent, for tests to look at. */
  readonly actions: {
    userId: string;
    messageId: string;
    actionId: string;
    values: Record<string, string>;
  }[] = [];
  readonly onHint = new Set<(hint: LiveHint) => void>();
  /** A clock move waits for this, so that a test sees the page while the server works. */
  working: Promise<void> = Promise.resolve();
  #made = 0;

  constructor(start: Date) {
    this.clock = new MovableClock(start);
  }

  post(userId: string, message: Partial<SimulatorMessage> & { text: string }): SimulatorMessage {
    this.#made += 1;
    const now = this.#now();
    const sent = { id: `M${this.#made}`, at: now, sentAt: message.at ?? now, kind: 'text', ...message };
    this.chats.get(userId)?.push(sent);
    this.#hint({ userId, messageId: sent.id });
    return sent;
  }

  edit(userId: string, messageId: string, change: Partial<SimulatorCard>): void {
    const chat = this.chats.get(userId) ?? [];
    const at = chat.findIndex((message) => message.id === messageId);
    const old = chat[at];
    if (!old?.card) return;
    chat[at] = { ...old, at: this.#now(), card: { ...old.card, ...change } };
    this.#hint({ userId, messageId });
  }

  card(userId: string, kind: string, card: SimulatorCard): SimulatorMessage {
    return this.post(userId, { kind, text: card.title, card });
  }

  say(userId: string, text: string): void {
    this.post(userId, { text, mine: true });
    if (text === '帮助') {
      this.post(userId, {
        text: '可以这样说：\n今日待触达　看今天要联系谁\n新线索 单位 姓名 电话 需求\n王主任 已报价50万 嫌贵 下周二下午3点回访',
      });
    } else if (text === '今日待触达') {
      this.post(userId, { text: `今日待触达 ${this.leads.size} 条，完整名单见表格。` });
      this.post(userId, {
        kind: 'file',
        text: '今日待触达.xlsx',
        file: { name: '今日待触达.xlsx', url: '/files/today.xlsx' },
      });
    } else this.card(userId, 'log-confirm', logCard(text));
  }

  act(action: (typeof this.actions)[number]): void {
    this.actions.push(action);
    const { userId, messageId, actionId } = action;
    const card = this.chats.get(userId)?.find((message) => message.id === messageId)?.card;
    const button = card?.buttons.find((each) => each.id === actionId);
    const name = STUB_USERS.find((user) => user.id === userId)?.name ?? userId;
    if (actionId === 'accept' && card) {
      this.edit(userId, messageId, {
        emphasis: { text: '已接单', tone: 'good' },
        state: `${name} 14:03 接单`,
        selects: [],
        buttons: [{ id: 'touched', label: '已联系', command: '已联系 L1024', style: 'primary' }],
      });
    } else
      this.edit(userId, messageId, { state: `${name} 点了“${button?.label}”`, selects: [], buttons: [] });
  }

  createLead(item: LeadItem): LeadResult {
    if (item.phone === '12345') {
      return { index: 0, status: 'rejected', errors: [{ path: 'phone', message: '这不是完整的电话号码' }] };
    }
    const phone = digits(item.phone);
    const known = [...this.leads.values()].find((lead) => phone !== '' && digits(lead.item.phone) === phone);
    if (known) {
      this.post(known.ownerId, { text: `${known.item.company} 再次来询：${item.need ?? '未说明'}` });
      const { id, customerId } = known.detail;
      return { index: 0, status: 'merged', leadId: id, customerId, ownerId: known.ownerId };
    }
    const id = `L${1024 + this.leads.size}`;
    const ownerId = item.region === '华南' ? 'chen-hao' : 'wang-min';
    const remindAt = this.clock.now().getTime() + 2 * HOUR_MS;
    this.leads.set(id, { item, ownerId, remindAt, detail: this.#detail(id, item, ownerId, remindAt) });
    this.note('api', 'lead.created', `收到线索：${item.company ?? item.contactName ?? ''}`, id);
    this.note('routing', 'lead.assigned', '分配给王敏，总分 99.2，最空闲且成交过影像类', id);
    this.card(ownerId, 'lead-assigned', assignedCard(id, item));
    return { index: 0, status: 'created', leadId: id, customerId: `C${id.slice(1)}`, ownerId };
  }

  /** Runs everything due until then. */
  async move(to: Date): Promise<ClockMoved> {
    const from = this.clock.now();
    await this.working;
    const ran = { clocks: 0, messages: 0, reports: 0 };
    this.clock.moveTo(to);
    for (const [id, lead] of this.leads) {
      if (lead.remindAt === undefined || lead.remindAt > to.getTime()) continue;
      lead.remindAt = undefined;
      ran.clocks += 1;
      ran.messages += 2;
      this.card(lead.ownerId, 'first-touch-due', dueCard(id, lead.item, '王敏', false));
      this.card('li-qiang', 'first-touch-due', dueCard(id, lead.item, '王敏', true));
      this.note('clock:first-touch', 'clock.fired', '超过 2 小时未触达，已提醒王敏和李强', id);
    }
    const report = new Date(`${from.toISOString().slice(0, 10)}T${REPORT_AT}`);
    if (report <= from) report.setUTCDate(report.getUTCDate() + 1);
    if (report <= to) {
      ran.reports += 1;
      ran.messages += 1;
      this.card('sun-jie', 'activation-report', reportCard());
      this.mails.push(reportMail(report.toISOString()));
      this.note('report', 'report.sent', '激活日报已发给孙杰');
    }
    return { now: this.#now(), ran };
  }

  note(who: string, kind: string, text: string, leadId?: string): void {
    this.audit.unshift({ at: this.#now(), who, kind, text, ...(leadId ? { leadId } : {}) });
  }

  #detail(id: string, item: LeadItem, ownerId: string, dueAt: number): LeadDetail {
    const at = this.#now();
    return {
      id,
      customerId: `C${id.slice(1)}`,
      status: 'assigned',
      ownerId,
      tags: ['三甲', '影像类', '50–200万'],
      stage: 'new',
      ...(item.company ? { company: item.company } : {}),
      decision: STUB_DECISION,
      clocks: [
        {
          name: 'first-touch',
          step: 0,
          dueAt: new Date(dueAt).toISOString(),
          because: '分配后 2 小时内首次联系',
        },
      ],
      timeline: [
        { at, kind: 'lead.assigned', by: 'routing', text: '分配给王敏' },
        { at, kind: 'lead.created', by: 'api', text: '从官网收到' },
      ],
      fields: { hospitalLevel: '三甲', categories: ['影像类'], beds: 1200, teaching: true },
      fieldLabels: { hospitalLevel: '医院等级', categories: '采购品类', teaching: '教学医院' },
    };
  }

  #hint(hint: LiveHint): void {
    for (const tell of this.onHint) tell(hint);
  }

  #now(): string {
    return this.clock.now().toISOString();
  }
}

const digits = (phone: string | undefined): string =>
  (phone ?? '').replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
