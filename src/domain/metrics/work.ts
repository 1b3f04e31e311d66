/** What is done with customers, and what was promised them. */
import { calendarOf } from '../clocks/clock-rules.ts';
import { clockLabel } from '../clocks/registered.ts';
import type { Fact } from '../facts/fact.ts';
import type { FigureDefinition, FigureRow } from './figure.ts';
import { answersTo, contactsOf, DAY_MS, moment, rowOf, rowOfLead } from './row-of.ts';

const SOLVED_WITHIN_WORKDAYS = 3;

/** A customer's days in the window, through seven: part of a week counts as that part. */
export const actionsPerWeek: FigureDefinition = {
  id: 'actions-per-week',
  title: '客户周均有效动作',
  words: ['周均动作', '有效动作', '客户周均动作', '动作数'],
  unit: '次',
  sums: 'mean',
  formula: () =>
    '客户周均有效动作 = 联系上客户时做的标准动作次数（同一线索同一天同一动作算一次）÷ 在跟线索数×周数（有负责人的天数÷7）',
  reads: { base: ['contact'], leads: 'window' },
  count({ base, leads }, asked) {
    const calendar = calendarOf(asked.current.playbook);
    const today = calendar.dayKey(asked.now);
    const done = new Map<string, Set<string>>();
    for (const { lead, day, v, values } of base) {
      if (values?.rung !== 'yes' || values.onCustomer) continue;
      const { actions } = asked.version(v).playbook;
      for (const id of values.actions as string[]) {
        if (actions.find((one) => one.id === id)?.closes) continue;
        const known = done.get(lead) ?? new Set();
        done.set(lead, known.add(`${day} ${id}`));
      }
    }
    const rows = leads.flatMap((lead): FigureRow[] => {
      if (!lead.ownerId || !lead.assignments[0]) return [];
      const since = calendar.dayKey(lead.assignments[0].at);
      const ended = lead.closedAt ? calendar.dayKey(lead.closedAt) : today;
      const first = [since, asked.from].sort()[1] ?? since;
      const last = [asked.to, ended, today].sort()[0] ?? today;
      const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
      if (days <= 0) return [];
      const hit = done.get(lead._id)?.size ?? 0;
      return [rowOfLead(lead, last, asked, { of: days / 7, hit, says: `${days} 天，有效动作 ${hit} 次` })];
    });
    return { rows, pending: 0 };
  },
};

/** ms since 1970. */
function momentIn({ values }: Fact, name: 'since' | 'started'): number {
  return Number(new Date(values?.[name] as Date));
}

/** Whose due day is not over, a promise is open; a lead that ended before it owes nothing. */
export const promiseKept: FigureDefinition = {
  id: 'promise-kept',
  title: '约定兑现率',
  words: ['兑现率', '约定', '跟进兑现率', '约定完成率'],
  unit: '%',
  sums: 'share',
  formula: () =>
    '约定兑现率 = 到约定当天为止再次联系上客户的约定数 ÷ 当期到期的约定数；只改期没有联系的算未兑现，到期前已关闭的线索不计',
  reads: { base: ['promise'], answers: ['contact', 'lead.closed'] },
  count(found, { now, version }) {
    const rows: FigureRow[] = [];
    let pending = 0;
    for (const fact of found.base) {
      const calendar = calendarOf(version(fact.v).playbook);
      const since = momentIn(fact, 'since');
      const kept = contactsOf(fact, found, { attempts: false }).find(
        ({ at, day }) => at.getTime() > since && day <= fact.day,
      );
      const ended = answersTo(fact, 'lead.closed', found).some(
        ({ at }) => at.getTime() >= since && at <= fact.at,
      );
      if (!kept && ended) continue;
      if (!kept && calendar.dayKey(now) <= fact.day) {
        pending++;
        continue;
      }
      const says = `约定 ${moment(fact.at, calendar)}，${kept ? `${moment(kept.at, calendar)} 联系上` : '没有联系上'}`;
      const id = `${fact.lead}:${since}`;
      rows.push(rowOf(fact, { id, of: 1, hit: kept ? 1 : 0, says }));
    }
    return { rows, pending };
  },
};

export const overdueSolved: FigureDefinition = {
  id: 'overdue-solved',
  title: '超时解决率',
  words: ['超时解决', '超时处理率'],
  unit: '%',
  sums: 'share',
  formula: () =>
    `超时解决率 = 超时后${SOLVED_WITHIN_WORKDAYS}个工作日内联系上客户、推进节点或关闭的超时次数 ÷ 当期发生的超时次数；只改期或转派不算解决`,
  target: ({ overdueTarget }) => overdueTarget,
  reads: { base: ['clock.overdue'], answers: ['contact', 'stage.moved', 'lead.closed'] },
  count(found, { now, version }) {
    const rows: FigureRow[] = [];
    let pending = 0;
    for (const fact of found.base) {
      const calendar = calendarOf(version(fact.v).playbook);
      const until = calendar.addWorkdays(fact.at, SOLVED_WITHIN_WORKDAYS);
      const solving: Fact[] = [
        ...contactsOf(fact, found, { attempts: false }),
        ...answersTo(fact, 'stage.moved', found),
        ...answersTo(fact, 'lead.closed', found),
      ].filter(({ at }) => at >= fact.at && at <= until);
      if (!solving.length && now <= until) {
        pending++;
        continue;
      }
      const clock = String(fact.values?.clock);
      const hit = solving.length ? 1 : 0;
      const says = `${moment(fact.at, calendar)} ${clockLabel(clock)}超时，${hit ? '已解决' : '没有解决'}`;
      rows.push(
        rowOf(fact, {
          id: `${fact.lead}:${clock}:${momentIn(fact, 'started')}`,
          of: 1,
          hit,
          says,
        }),
      );
    }
    return { rows, pending };
  },
};
