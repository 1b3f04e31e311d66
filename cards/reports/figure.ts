import type { FigureShown } from '../../src/domain/metrics/answer.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { formatDay, formatShare } from '../format.ts';
import type { Card, Fact } from '../model.ts';

const GROUPS = 8;
/** Below so many nothing is said of getting better or worse. */
const FEW = 20;

type Measure = Pick<FigureShown, 'value' | 'unit'>;

function formatValue({ value, unit }: Measure): string {
  if (value === null) return '–';
  if (unit === '%') return formatShare(value);
  return `${(Math.round(value * 10) / 10).toLocaleString('en-US')}${unit}`;
}

function parts({ numerator, denominator }: { numerator: number; denominator: number }): string {
  const round = (n: number) => Math.round(n * 10) / 10;
  return `${round(numerator)}/${round(denominator)}`;
}

function meets({
  value,
  target,
  isLessBetter,
}: Pick<FigureShown, 'value' | 'target' | 'isLessBetter'>): boolean {
  if (value === null || target === null) return true;
  return isLessBetter ? value <= target : value >= target;
}

/** One figure: its value, what it is held against, the days before, its parts. */
export const figure = defineCard<FigureShown>({
  kind: 'figure',
  load: async ({ params }) => params.shown as FigureShown,
  render(shown): Card {
    const { title, target, unit, formula, groups, pending, isNow, of, asked, p90 } = shown;
    const held =
      target === null
        ? ''
        : `，目标 ${shown.isLessBetter ? '≤' : '≥'}${formatValue({ value: target, unit })}`;
    const more = groups.length - GROUPS;
    const facts: Fact[] = [
      { name: '分子/分母', value: parts(shown) },
      { name: '时段', value: isNow ? '现在' : daysOf(shown) },
      ...(of.length ? [{ name: '范围', value: of.join('、') }] : []),
      ...(shown.before ? [{ name: '上期', value: compared(shown, shown.before) }] : []),
      ...(p90 === undefined || p90 === null
        ? []
        : [{ name: 'P90', value: formatValue({ value: p90, unit }) }]),
      ...(pending ? [{ name: '未到期', value: `${pending}，不计入` }] : []),
      ...groups.slice(0, GROUPS).map((group) => ({
        name: group.label,
        value: `${formatValue({ ...group, unit })}（${parts(group)}）`,
      })),
    ];
    return {
      kind: 'figure',
      title,
      emphasis: {
        text: shown.value === null ? '这个时段没有数据' : `${title} ${formatValue(shown)}${held}`,
        tone: shown.value === null ? 'info' : meets(shown) ? 'good' : 'danger',
      },
      facts,
      body: [more > 0 ? `还有 ${more} 组，见明细。` : '', formula].filter(Boolean).join('\n'),
      buttons: [button('明细', 'figure-rows', '', { rest: asked, style: 'primary' })],
    };
  },
});

function daysOf({ from, to }: { from: string; to: string }): string {
  return from === to ? formatDay(from) : `${formatDay(from)}至${formatDay(to)}`;
}

/** Shares change in 个百分点, everything else in %; of few nothing is said. */
function compared(
  { value, unit, denominator }: FigureShown,
  before: NonNullable<FigureShown['before']>,
): string {
  const was = `${formatValue({ value: before.value, unit })}（${daysOf(before)}）`;
  if (value === null || before.value === null || denominator < FEW || before.n < FEW) return was;
  const change =
    unit === '%' ? (value - before.value) * 100 : before.value ? (value / before.value - 1) * 100 : 0;
  const rounded = Math.round(change * 10) / 10;
  if (!rounded) return `${was}，持平`;
  return `${was}，${rounded > 0 ? '升' : '降'} ${Math.abs(rounded)}${unit === '%' ? ' 个百分点' : '%'}`;
}

interface ListView {
  from: string;
  to: string;
  /** Whose figures, by name; empty for all one may see. */
  of?: string[];
  shown: (Measure & Pick<FigureShown, 'title' | 'numerator' | 'denominator' | 'target' | 'isLessBetter'>)[];
  all: string[];
}

/** What a role looks at first, and what else can be asked for. */
export const figureList = defineCard<ListView>({
  kind: 'figure-list',
  load: async ({ params }) => params as unknown as ListView,
  render({ from, to, of = [], shown, all }): Card {
    const [first] = shown;
    return {
      kind: 'figure-list',
      title: ['指标', ...of, `${formatDay(from)}至${formatDay(to)}`].join(' '),
      facts: shown.map((one) => ({
        name: one.title,
        value: `${formatValue(one)}（${parts(one)}）${meets(one) ? '' : '，未达标'}`,
      })),
      body: `可以问：指标 SLA 上周 按组；指标 激活率 本月 张伟。\n全部指标：${all.join('、')}`,
      buttons: first ? [button(first.title, 'figures', '', { rest: [first.title, ...of].join(' ') })] : [],
    };
  },
});
