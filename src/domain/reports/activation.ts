import { shiftDay } from '../calendar/calendar.ts';
import {
  type CohortFigure,
  cohortFigure,
  type InactiveRow,
  inactiveRows,
  isActivatedBy,
} from '../metrics/activation.ts';
import { type MovesFigure, movesFigure } from '../metrics/moves.ts';
import { defineReport, type Report } from './define.ts';

export interface ActivationFigures {
  /** Yesterday's leads, as far as they have come. */
  yesterday: CohortFigure;
  /** The newest day whose 72 hours are over: the figure to hold against the target. */
  matured: CohortFigure;
  /** 0–1. */
  target: number;
  /** Wall hours. */
  withinHours: number;
  top: InactiveRow[];
  /** What moved on yesterday; absent in reports made before it was counted. */
  moves?: MovesFigure | undefined;
}

export type ActivationReport = Report<ActivationFigures, InactiveRow>;

const TOP = 5;
/** Open leads older than this are other reports' business; the figure's window ends the search. */
const LOOKED_BACK_DAYS = 30;

/** The daily activation report (F1): the share that was reached in time, and who has not been called. */
export const activation = defineReport({
  kind: 'activation',
  every: { every: 'day' },
  formulaVersion: 2,
  card: 'activation-report',
  wants({ period, metrics }) {
    return {
      yesterday: { filter: { firstAssignedDay: shiftDay(period, -1) } },
      matured: { filter: { firstAssignedDay: maturedDay(period, metrics.activationHours) } },
      waiting: {
        filter: {
          firstAssignedDay: { $gte: shiftDay(period, -LOOKED_BACK_DAYS), $lt: period },
          firstTouchedAt: null,
          status: { $in: ['assigned', 'accepted'] },
        },
        sort: { firstAssignedDay: 1 },
      },
      // Moved again since, it moved yesterday all the same.
      moved: { filter: { movedDay: { $gte: shiftDay(period, -1) } } },
    };
  },
  compute({ yesterday, matured, waiting, moved }, { period, now, metrics, nameOf }) {
    const { activationTarget: target, activationHours: withinHours } = metrics;
    const rows = inactiveRows(waiting, nameOf, now);
    const figures: ActivationFigures = {
      yesterday: cohortFigure(shiftDay(period, -1), yesterday, withinHours),
      matured: cohortFigure(maturedDay(period, withinHours), matured, withinHours),
      target,
      withinHours,
      top: rows.slice(0, TOP),
      moves: movesFigure(shiftDay(period, -1), moved, nameOf),
    };
    return { figures, rows };
  },
  details: {
    card: 'activation-details',
    title: '激活明细',
    body: '日报里每个数字背后的全部线索，见附件。',
    leads({ figures, rows }) {
      const ids = [
        ...figures.matured.leadIds,
        ...figures.yesterday.leadIds,
        ...rows.map((row) => row.leadId),
      ];
      return { filter: { _id: { $in: [...new Set(ids)] } }, sort: { firstAssignedAt: 1 } };
    },
    columns({ figures, madeAt }, people, time) {
      const { withinHours } = figures;
      return [
        { header: '编号', value: (lead) => lead._id, width: 10 },
        { header: '单位', value: (lead) => lead.company, width: 28 },
        { header: '负责人', value: (lead) => people.get(lead.ownerId ?? '')?.name, width: 12 },
        { header: '首次分配日', value: (lead) => lead.firstAssignedDay, width: 12 },
        { header: '首次分配时间', value: (lead) => time(lead.firstAssignedAt), width: 18 },
        { header: '首次联系时间', value: (lead) => time(lead.firstTouchedAt), width: 18 },
        {
          // As far as was known when the report was made.
          header: `${withinHours}小时内激活`,
          value: (lead) => (isActivatedBy(lead, withinHours, madeAt) ? '是' : '否'),
          width: 14,
        },
      ];
    },
  },
});

/** The last minute of this day is as long ago as the window lasts: nothing in it can still be activated in time. */
function maturedDay(period: string, withinHours: number): string {
  return shiftDay(period, -1 - Math.ceil(withinHours / 24));
}
