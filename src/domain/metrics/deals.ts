/** Leads that have ended, for the day on which they did. An end that was taken back counts nowhere. */
import type { Fact } from '../facts/fact.ts';
import type { FigureDefinition } from './figure.ts';
import { contactsOf, isHistory, rowOf } from './row-of.ts';

const reads = { base: ['lead.closed'] } as const;

function isWon({ values }: Fact): boolean {
  return values?.how === 'won';
}

function fenOf({ values }: Fact): number | undefined {
  return typeof values?.fen === 'number' ? values.fen : undefined;
}

/** Sums are for whoever may see the field they stand in. */
function said(fact: Fact): string {
  return isWon(fact) ? '已成交' : '已失单';
}

export const won: FigureDefinition = {
  id: 'won',
  title: '成交数',
  words: ['成交', '赢单', '成交条数'],
  unit: '条',
  sums: 'count',
  formula: () => '成交数 = 当期成交的线索数；分母为当期关闭（成交与失单）的线索数',
  reads,
  count: ({ base }) => ({
    rows: base.map((fact) => rowOf(fact, { of: 1, hit: isWon(fact) ? 1 : 0, says: said(fact) })),
    pending: 0,
  }),
};

export const lost: FigureDefinition = {
  ...won,
  id: 'lost',
  title: '失单数',
  words: ['失单', '丢单', '丢单数'],
  isLessBetter: true,
  formula: () => '失单数 = 当期失单的线索数；分母为当期关闭（成交与失单）的线索数',
  count: ({ base }) => ({
    rows: base.map((fact) => rowOf(fact, { of: 1, hit: isWon(fact) ? 0 : 1, says: said(fact) })),
    pending: 0,
  }),
};

export const winRate: FigureDefinition = {
  ...won,
  id: 'win-rate',
  title: '赢单率',
  words: ['成单率', '成交率'],
  unit: '%',
  sums: 'share',
  formula: () => '赢单率 = 当期成交的线索数 ÷ 当期关闭（成交与失单）的线索数',
};

export const wonAmount: FigureDefinition = {
  id: 'won-amount',
  title: '成交金额',
  words: ['成交额', '新签额', '签约金额', '业绩'],
  unit: '元',
  sums: 'amount',
  formula: () => '成交金额 = 当期成交线索的成交金额之和（元）；分子为有金额的条数，分母为成交条数',
  reads,
  count: ({ base }) => ({
    rows: base.filter(isWon).map((fact) => {
      const fen = fenOf(fact);
      return rowOf(fact, {
        of: 1,
        hit: fen === undefined ? 0 : 1,
        ...(fen !== undefined && { value: fen / 100 }),
        says: fen === undefined ? '已成交，没有金额' : `已成交 ${fen / 100} 元`,
      });
    }),
    pending: 0,
  }),
};

export const actionDensity: FigureDefinition = {
  id: 'action-density',
  title: '动作密度',
  words: ['动作种类', '成交动作密度'],
  unit: '个',
  sums: 'mean',
  formula: () =>
    '动作密度 = 当期成交线索从首次联系到成交做过的标准动作种类数之和 ÷ 当期成交线索数；导入的老客户不计',
  target: ({ densityTarget }) => densityTarget,
  reads: { ...reads, answers: ['contact'] },
  count: (found, { version }) => ({
    rows: found.base
      .filter((fact) => isWon(fact) && !isHistory(fact))
      .map((fact) => {
        const { actions } = version(fact.v).playbook;
        const done = contactsOf(fact, found, { attempts: false })
          .filter(({ at }) => at <= fact.at)
          .flatMap(({ values }) => values?.actions as string[]);
        const kinds = actions.filter(({ id, closes }) => !closes && done.includes(id));
        const says = `${kinds.length} 种：${kinds.map(({ label }) => label).join('、') || '没有'}`;
        return rowOf(fact, { of: 1, hit: kinds.length, says });
      }),
    pending: 0,
  }),
};
