/**
 * The sum behind the word for the budget, wherever in its sentence it stands: 预算只有150万, 预算从150万追加到300万了,
 * 预算批下来了，260万. Pure; linear in the text.
 */
import type { Playbook } from '../playbook/playbook.ts';
import { budgetBand } from '../tags/budget-band.ts';
import { findAmounts } from './amounts.ts';

export interface BudgetSaid {
  /** The band; absent where the sum is none of the budget's as it is now (追加了50万, 原来是80万). */
  value?: string | undefined;
  /** Of the text behind the name: where the sum begins and ends. */
  start: number;
  end: number;
}

const MAX_SENTENCE = 60;
const MAX_GAP = 14;
const SENTENCE_END = /[。.;；!！?？\n](?!\d)/;
const BEFORE_SUM = /(?:大概|大约|约|差不多|不到|不超过|至少|起码|超过|最多|顶多|最高)$/;
const BEHIND_SUM = /^(?:以上|以下|以内|之内|左右|上下|封顶|起)/;
/** A price of ours or of somebody else's. */
const OTHERS = /报|总价|合同|单价|标价|成交|开价|竞品|对手|别家|友商|我们|咱/;
const OLD = /原来|原先|之前|以前|本来|原本|去年|上次|从|由|没有?|不是|并非/;
const IS_NOW = /[到至成为是有给只才就]|现在|目前|最终|最后|改|变|调/;
const WISHED = /想|希望|要求|争取|申请|打算|计划|如果|要是|假如|能不能|能否|要(?!控制|压|降|砍)/;
/** 追加了50万 says by how much, not how much. */
const BY =
  /(?:[加减少多降涨砍差缺超省扣]|不够|高出|低于|超出|追加|增加|减少|占)了?(?:大概|大约|约|近|将近)?$/;
/** Between the word and a sum behind a comma. */
const SETTLED =
  /^[ ]*(?:已经?|终于|都|也|刚刚?)*(?:批|定|下|变|改|调|出|确定|确认|有变|追加|增加|缩|砍|降|涨|加|减|紧)[^,，]{0,6}[,，][^,，]{0,8}$/;
/** 没有200万，只有150万. */
const RATHER = /^[^,，]{0,3}[,，][ ]*(?:而?是|只有|只|就|才|最多|顶多|大概|现在)[^,，]{0,6}$/;

export function budgetSaid(behind: string, playbook: Playbook): BudgetSaid | undefined {
  const sentence = behind.slice(0, MAX_SENTENCE).split(SENTENCE_END)[0] ?? '';
  let from = 0;
  let isOld = false;
  let seen: BudgetSaid | undefined;
  for (const sum of findAmounts(sentence)) {
    const start = sum.start - (BEFORE_SUM.exec(sentence.slice(from, sum.start))?.[0].length ?? 0);
    const end = sum.end + (BEHIND_SUM.exec(sentence.slice(sum.end))?.[0].length ?? 0);
    const gap = sentence.slice(from, start);
    const said = { start, end };
    if (gap.length > MAX_GAP || OTHERS.test(gap) || !isOneClause(gap, isOld)) return seen;
    if (WISHED.test(gap) || BY.test(gap)) return { ...said };
    if (!isOld && OLD.test(gap)) {
      isOld = true;
      seen = said;
    } else if (isOld && !IS_NOW.test(gap)) return seen;
    else return { ...said, value: budgetBand(sentence.slice(start, end), playbook) };
    from = end;
  }
  return seen;
}

function isOneClause(gap: string, isOld: boolean): boolean {
  return !/[,，、]/.test(gap) || (isOld ? RATHER : SETTLED).test(gap);
}
