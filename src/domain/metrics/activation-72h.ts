import { calendarOf } from '../clocks/clock-rules.ts';
import { activationFormula } from './activation.ts';
import type { FigureDefinition, FigureRow } from './figure.ts';
import { answersTo, HOUR_MS, hours, moment, rowOf } from './row-of.ts';

/** Counted for the day of the first assignment; while its hours are not over a lead is beside the figure. */
export const activation72h: FigureDefinition = {
  id: 'activation-72h',
  title: '线索激活率',
  words: ['激活率', '激活', '72小时激活率'],
  unit: '%',
  sums: 'share',
  formula: ({ activationHours }) => `${activationFormula(activationHours)}；未满${activationHours}小时的不计`,
  target: ({ activationTarget }) => activationTarget,
  reads: { base: ['lead.assigned'], answers: ['lead.reached'] },
  count(found, { now, version }) {
    const rows: FigureRow[] = [];
    let pending = 0;
    for (const fact of found.base.filter(({ values }) => values?.first)) {
      const { playbook } = version(fact.v);
      const withinMs = playbook.metrics.activationHours * HOUR_MS;
      if (now.getTime() - fact.at.getTime() <= withinMs) {
        pending++;
        continue;
      }
      const calendar = calendarOf(playbook);
      const [reached] = answersTo(fact, 'lead.reached', found);
      const took = reached && reached.at.getTime() - fact.at.getTime();
      const hit = took !== undefined && took <= withinMs ? 1 : 0;
      const after =
        reached && took !== undefined
          ? `首次联系 ${moment(reached.at, calendar)}，用时${hours(took)}`
          : '没有联系上';
      rows.push(rowOf(fact, { of: 1, hit, says: `首次分配 ${moment(fact.at, calendar)}，${after}` }));
    }
    return { rows, pending };
  },
};
