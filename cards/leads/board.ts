import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { defineCard } from '../define.ts';
import { formatDay } from '../format.ts';
import type { Card, Fact } from '../model.ts';

interface View {
  day: string;
  overdue: number;
  toTouch: number;
  /** For who may assign them. */
  unassigned: number | undefined;
  link: Card['link'];
}

/** How the day stands in figures, for a rep of their own leads and for a manager of the team's; the page has the rest. */
export const board = defineCard<View>({
  kind: 'board',
  async load({ read, to, now, params }) {
    const [version, overdue, toTouch, waiting] = await Promise.all([
      read.playbook(),
      read.overdue(1),
      read.toTouch(now),
      mayManage(to) ? read.unassigned(1) : undefined,
    ]);
    return {
      day: calendarOf(version.playbook).dayKey(now),
      overdue: overdue.count,
      toTouch: toTouch.length,
      unassigned: waiting?.count,
      link: params.link as Card['link'],
    };
  },
  render({ day, overdue, toTouch, unassigned, link }): Card {
    const count = (name: string, n: number): Fact => ({ name, value: `${n} 条` });
    const waiting = count('待触达', toTouch);
    return {
      kind: 'board',
      title: `看板 ${formatDay(day)}`,
      emphasis: overdue
        ? { text: '有线索超时未联系，请先处理', tone: 'danger' }
        : { text: '没有超时的线索', tone: 'good' },
      figure: overdue ? count('已超时', overdue) : waiting,
      facts: [
        ...(overdue ? [waiting] : []),
        ...(unassigned === undefined ? [] : [count('待分配', unassigned)]),
      ],
      link,
      buttons: [],
    };
  },
});
