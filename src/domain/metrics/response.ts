/** How soon a customer who asked hears from somebody: from when the lead came in, and from when its owner got it. */
import { calendarOf } from '../clocks/clock-rules.ts';
import type { Fact } from '../facts/fact.ts';
import type { AskedFigure, FigureDefinition, FigureRow } from './figure.ts';
import { answersTo, contactsOf, HOUR_MS, hours, isHistory, moment, rowOf } from './row-of.ts';

/** Passed on within this time without a try, an assignment is nobody's miss. */
const PASSED_ON_AT_ONCE_MS = 30 * 60_000;

/** Whether a first try came within the limit of working time; undefined while that is open. */
function inTime(fact: Fact, tried: Fact | undefined, { now, version }: AskedFigure) {
  const { playbook } = version(fact.v);
  const calendar = calendarOf(playbook);
  const limit = playbook.metrics.slaHours * HOUR_MS;
  const took = calendar.workingBetween(fact.at, tried?.at ?? now);
  if (!tried && took <= limit) return undefined;
  const until = tried ? `首次联系 ${moment(tried.at, calendar)}，工作时间${hours(took)}` : '还没有联系';
  return { hit: tried && took <= limit ? 1 : 0, from: moment(fact.at, calendar), until };
}

export const slaFromCreation: FigureDefinition = {
  id: 'sla-2h',
  title: 'SLA达标率',
  words: ['SLA', 'sla率', '两小时响应率', '2小时响应率', '响应达标率'],
  unit: '%',
  sums: 'share',
  formula: ({ slaHours }) =>
    `SLA达标率 = 创建后${slaHours}小时（工作时间）内首次外呼或联系的线索数 ÷ 当期创建的线索数；未分配算未达标，未到时限的不计，导入的老客户不计`,
  target: ({ slaTarget }) => slaTarget,
  reads: { base: ['lead.created'], answers: ['contact'] },
  count(found, asked) {
    const rows: FigureRow[] = [];
    let pending = 0;
    for (const fact of found.base) {
      if (isHistory(fact)) continue;
      const tried = contactsOf(fact, found, { attempts: true }).find(({ at }) => at >= fact.at);
      const judged = inTime(fact, tried, asked);
      if (!judged) pending++;
      else rows.push(rowOf(fact, { of: 1, hit: judged.hit, says: `创建 ${judged.from}，${judged.until}` }));
    }
    return { rows, pending };
  },
};

export const slaFromAssignment: FigureDefinition = {
  id: 'sla-2h-assigned',
  title: '分配后首联率',
  words: ['分配后SLA', '首联率', '分配首联率', '分配后2小时首联率'],
  unit: '%',
  sums: 'share',
  formula: ({ slaHours }) =>
    `分配后首联率 = 分配后${slaHours}小时（工作时间）内负责人外呼或联系的分配数 ÷ 当期分配数；30分钟内未联系即转出的不计，更晚转出的算未达标`,
  target: ({ slaTarget }) => slaTarget,
  reads: { base: ['lead.assigned'], answers: ['contact', 'lead.assigned'] },
  count(found, asked) {
    const rows: FigureRow[] = [];
    let pending = 0;
    for (const fact of found.base) {
      if (isHistory(fact)) continue;
      const next = answersTo(fact, 'lead.assigned', found).find(({ at }) => at > fact.at);
      const tried = contactsOf(fact, found, { attempts: true }).find(
        ({ at, person }) => person === fact.person && at >= fact.at && (!next || at < next.at),
      );
      if (!tried && next && next.at.getTime() - fact.at.getTime() < PASSED_ON_AT_ONCE_MS) continue;
      const id = `${fact.lead}#${fact.values?.n}`;
      if (!tried && next) {
        rows.push(rowOf(fact, { id, of: 1, hit: 0, says: '未联系即转出' }));
        continue;
      }
      const judged = inTime(fact, tried, asked);
      if (!judged) pending++;
      else
        rows.push(rowOf(fact, { id, of: 1, hit: judged.hit, says: `分配 ${judged.from}，${judged.until}` }));
    }
    return { rows, pending };
  },
};

export const firstResponse: FigureDefinition = {
  id: 'first-response',
  title: '首次响应时长',
  words: ['响应时长', '首响', '首次响应', '响应速度'],
  unit: '小时',
  sums: 'median',
  isLessBetter: true,
  formula: () =>
    '首次响应时长 = 从创建到首次外呼或联系的小时数（自然时间）的中位数，另列 P90；分子为已响应，分母为当期创建，导入的老客户不计',
  reads: { base: ['lead.created'], answers: ['contact'] },
  count(found, { version }) {
    const rows = found.base
      .filter((fact) => !isHistory(fact))
      .map((fact) => {
        const calendar = calendarOf(version(fact.v).playbook);
        const tried = contactsOf(fact, found, { attempts: true }).find(({ at }) => at >= fact.at);
        const took = tried && tried.at.getTime() - fact.at.getTime();
        const after =
          tried && took !== undefined
            ? `首次联系 ${moment(tried.at, calendar)}，${hours(took)}`
            : '还没有响应';
        return rowOf(fact, {
          of: 1,
          hit: tried ? 1 : 0,
          ...(took !== undefined && { value: took / HOUR_MS }),
          says: `创建 ${moment(fact.at, calendar)}，${after}`,
        });
      });
    return { rows, pending: 0 };
  },
};
