import { CAST, type Person } from '../company/cast.ts';
import { at, DAY_MS, type Day, HOUR_MS, shiftKey } from '../time/calendar.ts';
import { talk } from './deeds.ts';
import type { Stage } from './stage.ts';
import { contactsAt, ownerOf } from './truth.ts';

/** Managers ask, press and move leads; somebody goes on leave, somebody quits. */
export function planManagers(stage: Stage, days: readonly Day[]): void {
  const work = days.filter((day) => day.work);
  const leads = stage.people.filter(({ role }) => role === 'team-lead');
  for (const day of work) {
    for (const [i, lead] of leads.entries()) {
      for (const time of ['10:40', '15:40']) {
        stage.plan(at(day.key, time) + i * 61_000, () => rounds(stage, lead));
      }
    }
    for (const { id } of stage.people.filter(({ role }) => role === 'director'))
      stage.plan(at(day.key, '11:20'), async () => void (await stage.type(id, '看板', stage.nextEventId())));
  }
  for (const [i, day] of work.entries()) planAbsence(stage, day, i);
  const leaving = work[Math.min(1, work.length - 1)];
  if (leaving) stage.plan(at(leaving.key, '14:05'), () => quit(stage));
}

/** Twice a day: what is overdue, who must be pressed, what goes to somebody else. */
async function rounds(stage: Stage, lead: Person): Promise<void> {
  const now = stage.instance.now();
  await stage.type(lead.id, '超时线索', stage.nextEventId());
  await stage.phones.read(lead.id);
  const team = stage.people.filter(({ manager }) => manager === lead.id);
  const lying = stage.truth.stories.filter((story) => {
    const rep = team.find(({ id }) => id === ownerOf(story));
    const waits = now - (story.tenures.at(-1)?.from ?? now);
    return (
      rep &&
      stage.byLead.get(story.leadId) === story &&
      waits > 2.2 * HOUR_MS &&
      waits < 30 * HOUR_MS &&
      !contactsAt(story, now).length
    );
  });
  for (const story of lying) {
    const random = stage.random(5, story.customer.serial, story.tenures.length);
    const rep = team.find(({ id }) => id === ownerOf(story));
    if (random.chance(CAST.managerRemarks)) await talk(stage, story, lead.id, 'remark', random, rep?.name);
    else if (random.chance(CAST.managerMoves)) {
      const others = team.filter(({ id }) => id !== rep?.id && stage.isThere(id));
      if (!others.length) continue;
      await stage.type(lead.id, `指派 ${story.leadId} ${random.pick(others).name}`, stage.nextEventId());
      await stage.checkOwner(story);
    }
  }
}

/** Somebody is away from late morning until the end of the next day. */
function planAbsence(stage: Stage, day: Day, i: number): void {
  const reps = stage.people.filter(({ role }) => role === 'rep');
  const who = reps[(i * 7 + 1) % reps.length];
  if (!who || reps.length < 4) return;
  stage.plan(at(day.key, '11:05'), async () => {
    if (!stage.isThere(who.id)) return;
    await stage.type(who.id, '请假 到明天', stage.nextEventId());
    const from = stage.instance.now();
    stage.truth.absences.push({ who: who.id, from, until: at(shiftKey(day.key, 2), '00:00') });
  });
}

/** Somebody leaves for good: everything open goes to others. */
async function quit(stage: Stage): Promise<void> {
  const reps = stage.people.filter(({ role }) => role === 'rep');
  const who = reps.find(
    ({ id, team }) => stage.isThere(id) && reps.filter((rep) => rep.team === team).length > 3,
  );
  if (!who?.manager) return;
  // What has come until now is on the phone; nobody reads it afterwards.
  await stage.phones.read(who.id);
  await stage.type(who.manager, `离职 ${who.name}`, stage.nextEventId());
  await stage.type(who.manager, `离职 ${who.name} 确认`, stage.nextEventId());
  const from = stage.instance.now();
  stage.truth.absences.push({ who: who.id, from, until: from + 365 * DAY_MS });
  await stage.instance.moveTo(from + 30_000);
  for (const story of stage.truth.stories) {
    if (ownerOf(story) === who.id) await stage.checkOwner(story);
  }
}
