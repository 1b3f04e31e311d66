import { compose, type Genjin } from '../../src/compose.ts';
import { readConfig } from '../../src/config/env.ts';
import { FrozenClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { ROOT } from '../support/company.ts';
import { MockDingtalk } from '../support/dingtalk/mock-dingtalk.ts';
import type { Shown } from '../support/dingtalk/mock-robot.ts';
import { createRandom, type Random } from '../support/random.ts';
import { atMost, type Figure, type Part, plain } from './figures.ts';
import { type Lab, openLab } from './lab.ts';
import { bigTeam } from './team.ts';

const REPS = 40;
const LEADS_A_DAY = 20;
/** After so many notes a lead is left alone for the rest of the month. */
const NOTES_A_LEAD = 4;
const FREE = { calls: 5_000, messages: 3_000 };
const PLENTY = 1_000_000;
const MINUTE = 60_000;
const STEP = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;
const FIRST_DAY = new Date('2026-11-02T00:00:00+08:00');
const WEEKS = 4;
/** Those of the two teams of 20. */
const REGIONS = ['华东', '华南'];

/** One month of the whole product inside a DingTalk that counts, told of the free quota or of one without end. */
export const dingtalkMonth: Part = {
  name: 'dingtalk-month',
  title: `A month of ${REPS} reps in DingTalk, against the free quota`,
  async run(lab: Lab): Promise<Figure[]> {
    const weeks = lab.quick ? 1 : WEEKS;
    const loose = await month(lab, weeks, PLENTY);
    const second = await openLab(lab.database, 'dingtalk-month-saved', lab);
    const saved = await month(second, weeks, FREE.calls).finally(() => second.close());
    return [
      plain('leads', saved.leads, ''),
      plain('taps and typed lines', saved.done, ''),
      plain('calls, each thing by itself', loose.calls, ''),
      plain('… changes of cards among them', loose.updates, ''),
      plain('… the free ones end on day', loose.usedUpOn, ''),
      atMost('calls, saved where they run short', saved.calls, '', FREE.calls),
      plain('… changes of cards then', saved.updates, ''),
      plain('… messages that went as part of one', saved.bundled, ''),
      atMost('… urgent cards late by over 15 min', saved.late, '', 0),
      atMost('Webhook and Stream messages', saved.messages, '', FREE.messages),
    ];
  },
};

interface Month {
  leads: number;
  /** Taps and typed lines. */
  done: number;
  calls: number;
  updates: number;
  messages: number;
  bundled: number;
  late: number;
  /** The day of the month on which the free calls ended; 0 for never. */
  usedUpOn: number;
}

async function month(lab: Lab, weeks: number, calls: number): Promise<Month> {
  const clock = new FrozenClock(FIRST_DAY);
  const people = bigTeam(REPS);
  const members = people.map(({ _id: userId, name }) => ({ userId, name }));
  const monthly = { calls: PLENTY, messages: PLENTY };
  const mock = await MockDingtalk.start({ clock, members, template: true, monthly });
  // The clock jumps, which the connection takes for a machine that slept: it is renewed, and pushes may meet its end.
  mock.gateway.redeliverMs = 1_000;
  const { connection, close } = await lab.open();
  const config = readConfig({
    ...mock.env,
    API_KEYS: 'key-of-the-dingtalk-month',
    DATA_DIR: lab.dataDir,
    MONGODB_URI: lab.mongodbUri,
    PLAYBOOK: lab.playbook,
    DINGTALK_QPS: '100000',
    DINGTALK_MONTHLY_CALLS: String(calls),
    DINGTALK_MONTHLY_MESSAGES: String(FREE.messages),
  });
  const genjin = await compose({ config, connection, log: silentLogger, root: ROOT, clock, people });
  try {
    await genjin.connect();
    const worked = await new Company(genjin, mock, clock).works(weeks);
    const outbox = connection.collection('outbox');
    const urgent = await outbox.find({ urgency: 'urgent', op: 'send', state: 'sent' }).toArray();
    const late = urgent.filter(({ sentAt, createdAt }) => sentAt - createdAt > STEP).length;
    return { ...worked, late, bundled: await outbox.countDocuments({ state: 'bundled' }) };
  } finally {
    await genjin.stop();
    await close();
    await mock.close();
  }
}

/** What everybody does all month: the same whatever is saved, as far as what they see allows. */
class Company {
  private readonly genjin: Genjin;
  private readonly mock: MockDingtalk;
  private readonly clock: FrozenClock;
  private readonly random: Random = createRandom(40);
  /** What somebody is going to do, and when. */
  private agenda: { at: number; act(): Promise<void> }[] = [];
  private readonly notes = new Map<string, number>();
  private seen = 0;
  private leads = 0;
  private done = 0;
  private usedUpOn = 0;

  constructor(genjin: Genjin, mock: MockDingtalk, clock: FrozenClock) {
    this.genjin = genjin;
    this.mock = mock;
    this.clock = clock;
  }

  async works(weeks: number): Promise<Omit<Month, 'bundled' | 'late'>> {
    const { stores } = this.genjin;
    for (let day = 0; day < weeks * 7; day++) {
      const midnight = FIRST_DAY.getTime() + day * DAY;
      const isWorkday = day % 7 < 5;
      const [from, to] = isWorkday ? [8 * 60, 18 * 60] : [9 * 60, 9 * 60 + 1];
      if (isWorkday) this.planLeads(midnight);
      for (let minute = from; minute < to; minute += STEP / MINUTE)
        await this.step(midnight + minute * MINUTE);
      const { calls } = this.mock.account.used;
      if (!this.usedUpOn && calls > FREE.calls) this.usedUpOn = new Date(midnight + DAY / 2).getDate();
    }
    const { calls, messages } = await stores.dingtalk.usage(this.clock.now());
    const { updates } = this.mock.cards;
    const { leads, done, usedUpOn } = this;
    return { leads, done, calls, updates, messages, usedUpOn };
  }

  private planLeads(midnight: number): void {
    for (let i = 0; i < LEADS_A_DAY; i++) {
      const at = midnight + (8.5 * 60 + this.random.int(8.5 * 60)) * MINUTE;
      this.agenda.push({ at, act: () => this.newLead() });
    }
  }

  private async newLead(): Promise<void> {
    const n = ++this.leads;
    const phone = `138${String(10_000_000 + n).slice(-8)}`;
    const who = { company: `第${n}人民医院`, contactName: `客户${n}`, phone: `+86${phone}` };
    const submission = {
      ...who,
      region: this.random.pick(REGIONS),
      products: [],
      categories: [],
      fields: {},
    };
    const op = { key: `lead-${n}`, now: this.clock.now(), by: 'api' };
    await this.genjin.services.intake.submit({ ...submission, source: 'website' }, op);
  }

  /** Time passes, what falls due happens, and people do what they had in mind. */
  private async step(at: number): Promise<void> {
    await this.clock.moveTo(new Date(at));
    const now = this.agenda.filter((one) => one.at <= at);
    this.agenda = this.agenda.filter((one) => one.at > at);
    await Promise.all(now.map(({ act }) => act()));
    await this.genjin.ingress.idle();
    await this.genjin.engine.settle();
    for (const shown of this.mock.robot.messages.slice(this.seen)) this.reads(shown);
    this.seen = this.mock.robot.messages.length;
  }

  /** A rep accepts a new lead and calls; a reminder makes them call; most of them soon. */
  private reads({ id, to, param }: Shown): void {
    const lead = /L\d+/.exec(JSON.stringify(param))?.[0];
    if (!to.startsWith('rep-') || !lead) return;
    const { random } = this;
    const buttons = param.buttons ?? '';
    if (buttons.includes('接单')) {
      this.later(5 + random.int(30), () => this.mock.clicksCard(to, id, '接单'));
      if (random.chance(0.85)) this.later(40 + random.int(60), () => this.says(to, lead));
    } else if (buttons.includes('已联系')) this.later(10 + random.int(90), () => this.says(to, lead));
  }

  private later(minutes: number, act: () => Promise<void>): void {
    const at = this.clock.now().getTime() + minutes * MINUTE;
    this.agenda.push({ at, act: () => this.counted(act) });
  }

  private async counted(act: () => Promise<void>): Promise<void> {
    this.done++;
    await act();
  }

  private async says(rep: string, lead: string): Promise<void> {
    const n = (this.notes.get(lead) ?? 0) + 1;
    this.notes.set(lead, n);
    const days = n < NOTES_A_LEAD ? 3 + this.random.int(4) : 60;
    await this.mock.says(rep, `${lead} 已电话沟通 ${days}天后回访`);
  }
}
