import { activationFormula, type InactiveRow } from '../../src/domain/metrics/activation.ts';
import type { MovesFigure } from '../../src/domain/metrics/moves.ts';
import { activation, type ActivationReport as Report } from '../../src/domain/reports/activation.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { formatDay, formatShare } from '../format.ts';
import type { Card, Fact } from '../model.ts';

/** The 10:02 report (F1): the share, whether it is healthy, and who has not been called. */
export const activationReport = defineCard<Report>({
  kind: 'activation-report',
  load: async ({ read, refs }) => activation.of(await read.report(refs.report ?? '')),
  render(report): Card {
    const { yesterday, matured, target, top, withinHours, moves } = report.figures;
    const healthy = matured.share === undefined || matured.share >= target;
    return {
      kind: 'activation-report',
      title: `线索激活日报 ${formatDay(report.period)}${report.late ? '（补发）' : ''}`,
      emphasis:
        matured.share === undefined
          ? { text: `${formatDay(matured.day)} 没有分配线索`, tone: 'info' }
          : {
              text: `${withinHours}小时激活率 ${formatShare(matured.share)}，目标 ≥${formatShare(target)}`,
              tone: healthy ? 'good' : 'danger',
            },
      facts: [
        {
          name: `${formatDay(matured.day)}分配`,
          value: `${matured.activated}/${matured.assigned} 已激活（已到 ${withinHours} 小时）`,
        },
        {
          name: `昨日分配`,
          value: `${yesterday.activated}/${yesterday.assigned} 已激活（${formatShare(yesterday.share)}，未到 ${withinHours} 小时）`,
        },
        ...(moves ? movesFact(moves) : []),
        ...top.map((row, i) => ({
          name: `未激活 TOP${i + 1}`,
          value: `${row.leadId} ${row.company || '未留单位'} · ${waitedWith(row)}`,
        })),
      ],
      body: `${top.length ? '' : '没有未激活的线索。\n'}${activationFormula(withinHours)}`,
      buttons: [button('看明细', 'details', report._id, { style: 'primary' })],
    };
  },
});

/** `12 次，成交 1，失单 2，放行 3（李强 2、赵雪梅 1）`; nothing on a day on which nothing moved. */
function movesFact({ forward, won, lost, waived }: MovesFigure): Fact[] {
  if (!forward && !lost) return [];
  const pass = waived.reduce((sum, { leads }) => sum + leads, 0);
  const who = waived.map(({ name, leads }) => `${name} ${leads}`).join('、');
  const value = [
    `${forward} 次`,
    won ? `成交 ${won}` : '',
    lost ? `失单 ${lost}` : '',
    pass ? `放行 ${pass}（${who}）` : '',
  ];
  return [{ name: '昨日推进', value: value.filter(Boolean).join('，') }];
}

/** `徐静 9.6 小时（此前 王敏 80 小时）`: nobody is named for the time somebody else had it. */
function waitedWith({ ownerName, hours, ownHours = hours, before = [] }: InactiveRow): string {
  const earlier = before.map(({ name, hours: had }) => `${name} ${had} 小时`).join('、');
  return `${ownerName} 已等 ${ownHours} 小时${earlier && `（此前 ${earlier}）`}`;
}

const LISTED = 30;

function listed(count: number): string {
  if (count === 0) return '没有未激活的线索。';
  return count > LISTED ? `这里是等待最久的 ${LISTED} 条，全部线索见附件。` : '';
}

/** Every lead behind the figure. */
export const activationDetails = defineCard<Report>({
  kind: 'activation-details',
  load: async ({ read, refs }) => activation.of(await read.report(refs.report ?? '')),
  render(report): Card {
    const rows = report.rows.slice(0, LISTED);
    return {
      kind: 'activation-details',
      title: `未激活明细 ${formatDay(report.period)}（${report.rows.length} 条）`,
      facts: rows.map((row) => ({
        name: row.leadId,
        value: `${row.company || '未留单位'} · ${waitedWith(row)}`,
      })),
      body: [listed(report.rows.length), activationFormula(report.figures.withinHours)]
        .filter(Boolean)
        .join('\n'),
      buttons: rows
        .slice(0, 3)
        .map((row) => button(`查看 ${row.leadId}`, 'view', row.leadId, { id: `view-${row.leadId}` })),
    };
  },
});
