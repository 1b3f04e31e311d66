import { readDay } from '../documents/days.ts';
import type { HeaderMapping, HeaderSynonyms } from '../match/headers.ts';
import { rankAmounts } from '../note/amounts.ts';
import { type Cells, textsOf } from './columns.ts';

/** By which a list tells that it is a book of customers somebody has worked on, not of new enquiries (A1). */
export const BOOK_HEADERS: HeaderSynonyms = {
  owner: [
    ...['负责人', '销售', '销售负责人', '负责销售', '业务员', '业务经理', '客户经理', '跟进人', '跟进销售'],
    ...['所属销售', '归属人', '归属销售', '所有人', 'owner', 'account manager', 'sales rep', 'salesperson'],
  ],
  state: ['客户状态', '状态', '跟进状态', '成交状态', '线索状态', '销售阶段', 'status', 'stage'],
  dealDay: ['成交日期', '签约日期', '签单日期', '合同日期', '成交时间', '签约时间', 'close date', 'won date'],
  dealAmount: [
    '成交金额',
    '合同金额',
    '签约金额',
    '合同额',
    '成交额',
    '累计成交',
    'deal amount',
    'contract value',
  ],
};
export const BOOK_COLUMNS = Object.keys(BOOK_HEADERS);

/** How a customer of a book stands. */
export type Standing = 'won' | 'lost' | 'going';

/** What a row of a book says, as written. */
export interface BookRow {
  owner?: string | undefined;
  state?: string | undefined;
  stands: Standing;
  /** `2026-03-05` */
  dealDay?: string | undefined;
  dealFen?: number | undefined;
}

export function bookOf(cells: Cells, mapping: HeaderMapping): BookRow {
  const [owner, state, day, amount] = BOOK_COLUMNS.map((name) => textsOf(cells, mapping, name)[0]);
  const dealDay = day && readDay(day.text);
  const said = state ? standingOf(state.text) : undefined;
  return {
    owner: owner?.text.replace(/\s+/g, ''),
    state: state?.text,
    // A deal that has its day is a deal, whatever no other column says.
    stands: said ?? (dealDay ? 'won' : 'going'),
    dealDay,
    dealFen: amount && fenOf(amount.header, amount.text),
  };
}

const NOT_YET = /(?:未|没|待|拟|即将|预计|准备|可能)(?:有|能|要)?[^，。；]{0,4}$/;
const WON = /成交|赢单|签单|签约|签合同|合作|老客户|已?回款|已?验收|won\b|customer\b/i;
const LOST = /流失|输单|丢单|失单|战败|关闭|无效|作废|停用|停业|注销|放弃|lost\b|closed\b|invalid|dead\b/i;

/** Won long ago, lost or void: nobody is to call as if it were new. What is only hoped for is neither. */
export function standingOf(state: string): Standing {
  for (const [stands, words] of [
    ['won', WON],
    ['lost', LOST],
  ] as const) {
    const found = words.exec(state);
    if (found && !NOT_YET.test(state.slice(0, found.index))) return stands;
  }
  return 'going';
}

/** A bare number is 元, or 万元 where the column says so. */
function fenOf(header: string, text: string): number | undefined {
  const bare = /^[¥￥]?\s*([\d,]+(?:\.\d+)?)$/.exec(text.trim())?.[1]?.replaceAll(',', '');
  if (bare) return Math.round(Number(bare) * (/万/.test(header) ? 1_000_000 : 100));
  return rankAmounts(text)[0]?.minFen;
}
