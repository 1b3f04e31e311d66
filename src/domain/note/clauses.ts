/** What each clause of a note is, as far as contact with the customer goes. */
import { overlaps, type Stretch } from './prepared-text.ts';
import { clausesOf } from './split-clauses.ts';
import type { Statements } from './statements.ts';
import type { ClauseKind } from './types.ts';

export interface FoundClause extends Stretch {
  kind: ClauseKind;
  /** Ids of the playbook's actions that the kind comes from. */
  actions: string[];
}

const QUESTION = /[?？]\s*$|(?:是谁|什么|哪(?:位|个|里|家)|怎么|多少|几点|吗|呢)$/;
/** 今天太忙没打, 还没联系: a denial that names no action of the playbook. */
const NOT_DONE = /(?:没|未|没有)(?:来得及|空|时间|顾上|能)?(?:打|联系|去|跟进?|问|拜访|报|发)(?!通|到|成)/;
/** 明天再联系: a plan that names no action of the playbook. */
const TO_DO =
  /(?:再|要|准备|打算|计划|约|先|回头|改天)[^了过]{0,4}(?:联系|打|去|跟进?|问|聊|谈|过去|拜访|说|看)/;
/** 国庆后那批货, 上次的报价: spoken of, not done now. */
export const PAST_MENTION =
  /(?:上次|上回|之前|以前|去年|前年|当初|早先|原先|原来|上个?月|国庆|五一|中秋|端午|春节|元旦|年[初前后]|[节假]后)[^,，。;；]{0,6}(?:那|这)(?:批|次|个|单|台|套|回|笔|份)/;

/** `isAttempt` and `isState` say of an action's id whether it stands for trying in vain, or for a state of things. */
export function classifyClauses(
  text: string,
  said: Pick<Statements, 'actions' | 'planned'>,
  about: { isAttempt(id: string): boolean; isState(id: string): boolean },
): FoundClause[] {
  return clausesOf(text).map((clause) => {
    const inside = (found: Stretch) => overlaps(found, clause);
    const actions = said.actions.filter(inside);
    const ids = (kept: typeof actions) => kept.map(({ entry }) => entry.id);
    const done = actions.filter(({ negated }) => !negated);
    const attempts = done.filter(({ entry }) => about.isAttempt(entry.id));
    const states = done.filter(({ entry }) => about.isState(entry.id));
    const deeds = done.filter((found) => !attempts.includes(found) && !states.includes(found));
    const words = text.slice(clause.start, clause.end).trim();
    const planned = said.planned.filter(inside);
    if (QUESTION.test(words)) return { ...clause, kind: 'question', actions: [] };
    if (deeds.length) return { ...clause, kind: 'deed', actions: ids(deeds) };
    if (attempts.length) return { ...clause, kind: 'attempt', actions: ids(attempts) };
    if (actions.length > done.length || NOT_DONE.test(words))
      return { ...clause, kind: 'denial', actions: ids(actions.filter(({ negated }) => negated)) };
    if (planned.length || TO_DO.test(words)) return { ...clause, kind: 'plan', actions: ids(planned) };
    if (PAST_MENTION.test(words)) return { ...clause, kind: 'past-mention', actions: [] };
    if (states.length) return { ...clause, kind: 'state', actions: ids(states) };
    return { ...clause, kind: 'remark', actions: [] };
  });
}
