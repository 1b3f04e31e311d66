import { createRandom } from '../support/random.ts';
import { makeCast, type Person } from './company/cast.ts';
import { readRules, SHIPPED } from './company/files.ts';
import { Instance } from './instance/instance.ts';
import type { Outcome } from './judge/outcome.ts';
import { JUDGES } from './judge/rows.ts';
import { planLeads } from './script/leads.ts';
import { planManagers } from './script/managers.ts';
import { live } from './script/rep.ts';
import { Stage } from './script/stage.ts';
import type { LeadNow } from './script/truth.ts';
import { GOALS, type Verdict, verdictOn } from './table.ts';
import { at, type Day, daysToPlay, shiftKey } from './time/calendar.ts';

export interface WeekOptions {
  seed: number;
  reps: number;
  days: number;
  /** A day. */
  leads: number;
  kills: number;
  /** An instance that runs already, with people of its own. */
  url?: string | undefined;
  key?: string | undefined;
  playbook?: string | undefined;
  say?: (line: string) => void;
}

export interface WeekResult {
  verdicts: Verdict[];
  days: Day[];
  leads: number;
  acts: number;
  messages: number;
  kills: number;
  seconds: number;
  /** What people did, what the product showed at once, and every message, in the order of time. */
  log: object[];
}

/** Plays the company's days against a running instance, and compares. */
export async function playWeek(options: WeekOptions): Promise<WeekResult> {
  const { say = () => {} } = options;
  const began = performance.now();
  const { stage, days, begin } = await setStage(options);
  const { instance } = stage;
  try {
    stage.onMoved = (story) => live(stage, story);
    planLeads(stage, days, options.leads, (story) => live(stage, story));
    planManagers(stage, days);
    planKills(stage, days, options.kills);
    // The morning after brings the last report, and what was promised for it.
    const end = at(shiftKey(days.at(-1)?.key ?? '', 1), '10:20');
    await stage.playUntil(end, say);
    say(`played; ${instance.kills} kills; reading what the instance shows`);
    const outcome = await gather(stage, begin, end);
    const verdicts = JUDGES.map((judge) => verdictOn(judge(outcome)));
    const { stories, acts } = stage.truth;
    return {
      verdicts,
      days,
      leads: stories.length,
      acts: acts.length,
      messages: outcome.messages.filter(({ mine }) => !mine).length,
      kills: instance.kills,
      log: logOf(outcome),
      seconds: Math.round((performance.now() - began) / 1_000),
    };
  } finally {
    stage.phones.close();
    await instance.close();
  }
}

async function setStage(options: WeekOptions): Promise<{ stage: Stage; days: Day[]; begin: number }> {
  const { seed, reps, url, key, playbook = SHIPPED } = options;
  const rules = await readRules(playbook);
  const running = url ? await Instance.at(url, key) : undefined;
  const days = daysToPlay(options.days, running?.now());
  const begin = at(days[0]?.key ?? '', '08:12') + 17_437;
  const cast = makeCast(reps, createRandom(seed));
  const instance = running ?? (await Instance.start(begin, { people: cast, playbook }));
  await instance.moveTo(begin);
  return { stage: new Stage(instance, running ? await peopleOf(running) : cast, rules, seed), days, begin };
}

async function peopleOf(instance: Instance): Promise<Person[]> {
  const { body } = await instance.http.get('/simulator/users');
  return body.users.map(
    (user: {
      id: string;
      name: string;
      role: string;
      managerId?: string;
      team?: string;
      region?: string;
    }) => ({
      id: user.id,
      name: user.name,
      role: user.role,
      ...(user.managerId ? { manager: user.managerId } : {}),
      ...(user.team ? { team: user.team } : {}),
      regions: user.region?.split('、') ?? [],
    }),
  );
}

/** kill -9 spread over the days, each while some request is under way or has just been answered. */
function planKills(stage: Stage, days: readonly Day[], kills: number): void {
  const random = stage.random(7);
  for (let i = 0; i < kills && stage.instance.canKill; i++) {
    const day = days[i % days.length]?.key ?? '';
    const moment = at(day, '09:00') + random.int(8 * 60) * 60_000;
    stage.plan(moment, async () => stage.instance.killSoon(1 + random.int(6), random.int(60)));
  }
}

async function gather(stage: Stage, begin: number, end: number): Promise<Outcome> {
  const { http } = stage.instance;
  const leads = new Map<string, LeadNow>();
  for (let after = ''; ; ) {
    const { body } = await http.get(`/api/leads?limit=200${after && `&after=${after}`}`);
    for (const { id } of body.leads) {
      const { body: lead } = await http.get(`/api/leads/${id}`);
      // What an instance that runs already held before is none of the referee's business.
      if (Date.parse(lead.createdAt) >= begin) leads.set(id, lead);
    }
    if (body.leads.length < 200) break;
    after = body.leads.at(-1).id;
  }
  const { text: metrics } = await http.get('/metrics');
  const { truth, byLead, people, rules } = stage;
  const messages = [...stage.phones.messages.values()].filter(({ sentAt }) => sentAt >= begin);
  return {
    truth,
    stories: byLead,
    leads,
    messages,
    people,
    rules,
    metrics,
    begin,
    end,
    withinMs: GOALS.within * 1_000,
  };
}

function logOf({ truth, messages }: Outcome): object[] {
  const acts = truth.acts.map(({ story, seen, of, ...act }) => ({
    ...act,
    corrects: of?.seen?.record,
    lead: story?.leadId,
    record: seen?.record,
    card: seen?.card,
    before: seen?.before?.clocks,
    after: seen?.after.clocks,
    firstTouchedAt: seen?.after.firstTouchedAt,
  }));
  const said = messages.map((message) => ({ ...message, at: message.sentAt }));
  return [...acts, ...said]
    .sort((a, b) => a.at - b.at)
    .map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
}
