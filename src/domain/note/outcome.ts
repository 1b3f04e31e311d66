/** Whether a note says that the deal was won or lost. */
import type { Stretch } from './prepared-text.ts';
import { isAsked, isNegated, isStillToCome } from './said-of.ts';
import type { NoteVocabulary, VocabularyEntry } from './types.ts';
import { WordFinder, type Words } from './vocabulary.ts';

/** Said of any deal, whatever the company sells. */
export const DEFAULT_OUTCOMES = {
  won: '中标 签约了 已签约 签了 签合同了 合同签了 合同已签 签下 成交 拿下 下单 订了 订单确认 已签 直接定 当场定 定下来了 续签 续约了 签完 合同走完 盖章回来 盖好章 合同回来 中了 定了我们 选了我们 赢单'.split(
    ' ',
  ),
  lost: '丢单 丢了 输单 输了 输给 黄了 流失 丢标 没意向 不考虑了 不再考虑 不要了 不合作了 不续了 终止合作 解约 没中标 未中标 落标 标黄了 投票没过 被否了 (项目|订单|采购|合作)取消 不做了 不买了 没戏 选了别家 换了别家 换别的厂家 换别家 换厂家 换供应商 签了别家 被抢 自己做'.split(
    ' ',
  ),
};
/** 签了保密协议, 成交周期, 签了再说. */
const SOMETHING_ELSE_AFTER = /^(?:保密|试用|意向|验收|字|到|单|周期|价|率|条件|前|之?后|量|再|才|就)/;
/** 看中了, 技术协议签了. */
const OTHER_WORD_BEFORE = /(?:[看选相命集猜的]|协议|意向书?|验收|试用|确认书|申请单?)$/;
/** 说中了; 他说没戏了 is the outcome he tells. */
const SAID_BEFORE = /说$/;
const HOPED_FOR = /(?:争取|尽快|希望|准备|打算|就|等|才能?|能否|可以|后)$/;

export interface FoundOutcome extends Stretch {
  kind: 'won' | 'lost';
}

export function outcomeFinder(outcomes: NoteVocabulary['outcomes'] = DEFAULT_OUTCOMES) {
  const entries: VocabularyEntry[] = (['won', 'lost'] as const).map((kind) => ({
    id: kind,
    label: kind,
    words: outcomes[kind],
  }));
  const finder = new WordFinder(entries, false);
  return (
    text: string,
    words: Words | undefined,
    datesAhead: readonly Stretch[],
  ): FoundOutcome | undefined => {
    const stated = finder.find(text, { words }).filter(({ start, end }) => {
      if (SOMETHING_ELSE_AFTER.test(text.slice(end, end + 3))) return false;
      const before = text.slice(Math.max(0, start - 3), start);
      if (OTHER_WORD_BEFORE.test(before)) return false;
      if (SAID_BEFORE.test(before) && text[start] === '中') return false;
      if (HOPED_FOR.test(before) || isAsked(text, start)) return false;
      return !isNegated(text, { start, end }) && !isStillToCome(text, { start, end }, datesAhead, []);
    });
    const hit = stated.at(-1);
    return hit && { kind: hit.entry.id === 'won' ? 'won' : 'lost', start: hit.start, end: hit.end };
  };
}
