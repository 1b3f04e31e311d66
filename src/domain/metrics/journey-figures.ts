/** How leads come through the journey: how long they stay, how many go on, how many are let pass. */
import { stageLabel } from '../journey/stages.ts';
import type { FigureDefinition, FigureRow } from './figure.ts';
import { answersTo, DAY_MS, rowOf } from './row-of.ts';

const ON = new Set(['forward', 'won']);
/** Leaving a node; being opened again or moved by a new playbook is none. */
const LEFT = new Set(['forward', 'won', 'lost', 'back']);
const CONVERTED_WITHIN_MS = 60 * DAY_MS;

export const stay: FigureDefinition = {
  id: 'stage-stay',
  title: '节点停留天数',
  words: ['停留', '节点停留', '阶段停留', '停留天数'],
  unit: '天',
  sums: 'median',
  isLessBetter: true,
  formula: () => '节点停留天数 = 当期离开节点的线索在该节点停留的天数（自然日）的中位数，另列 P90',
  reads: { base: ['stage.moved'] },
  count({ base }, { version }) {
    const rows = base
      .filter(({ values }) => LEFT.has(String(values?.move)))
      .map((fact) => {
        const days = Number(fact.values?.stayMs) / DAY_MS;
        const { playbook } = version(fact.v);
        const [from, to] = [fact.stage ?? '', String(fact.values?.to)].map((id) => stageLabel(id, playbook));
        const says = `「${from}」停留 ${Math.round(days * 10) / 10} 天，到「${to}」`;
        return rowOf(fact, { id: moveId(fact), of: 1, hit: 1, value: days, says });
      });
    return { rows, pending: 0 };
  },
};

function moveId({ lead, at }: { lead: string; at: Date }): string {
  return `${lead}@${at.getTime()}`;
}

/** A lead enters a node once: when it comes back, its first entry counts. */
export const conversion: FigureDefinition = {
  id: 'stage-conversion',
  title: '节点转化率',
  words: ['转化率', '转化', '阶段转化率'],
  unit: '%',
  sums: 'share',
  formula: () =>
    '节点转化率 = 当期首次进入节点、60天内又推进到后面节点的线索数 ÷ 当期首次进入节点的线索数；仍在节点内的计入分母',
  reads: { base: ['stage.moved'], answers: ['stage.moved'] },
  count(found, { version }) {
    const rows: FigureRow[] = [];
    for (const fact of found.base) {
      const to = String(fact.values?.to);
      if (fact.values?.move !== 'forward') continue;
      const moves = answersTo(fact, 'stage.moved', found);
      if (moves.some(({ at, values }) => at < fact.at && values?.to === to)) continue;
      const later = moves.filter(({ at }) => at > fact.at);
      const went = later.find(({ values }) => ON.has(String(values?.move)));
      const hit = went && went.at.getTime() - fact.at.getTime() <= CONVERTED_WITHIN_MS ? 1 : 0;
      const { playbook } = version(fact.v);
      const last = later.at(-1)?.values?.move;
      const became = hit ? '已推进' : last === 'lost' ? '已流失' : last === 'back' ? '已退回' : '仍在';
      const says = `进入「${stageLabel(to, playbook)}」，${became}`;
      rows.push(rowOf(fact, { id: `${fact.lead}:${to}`, stage: to, of: 1, hit, says }));
    }
    return { rows, pending: 0 };
  },
};

export const movesWaived: FigureDefinition = {
  id: 'moves-waived',
  title: '放行占比',
  words: ['放行', '放行率'],
  unit: '%',
  sums: 'share',
  isLessBetter: true,
  formula: () => '放行占比 = 缺材料由主管放行的推进次数 ÷ 当期推进次数（含成交）',
  reads: { base: ['stage.moved'] },
  count({ base }, { version }) {
    const rows = base
      .filter(({ values }) => ON.has(String(values?.move)))
      .map((fact) => {
        const { playbook } = version(fact.v);
        const waived = Number(fact.values?.waived ?? 0);
        const to = stageLabel(String(fact.values?.to), playbook);
        const says = waived ? `到「${to}」，放行，缺 ${waived} 项` : `到「${to}」，材料齐`;
        return rowOf(fact, { id: moveId(fact), of: 1, hit: waived ? 1 : 0, says });
      });
    return { rows, pending: 0 };
  },
};
