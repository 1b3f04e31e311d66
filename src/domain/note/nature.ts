/** Whether an action of the playbook is something done, something tried in vain, or how things stand. */
import { ATTEMPT_KINDS, STATE_KINDS } from './lexicon/kinds.ts';
import type { ActionEntry } from './types.ts';

/** 等院长签字, 需要工程师: needs no doing. Without kinds, whatever is no touch. */
export function isState({ kinds = [], touch }: ActionEntry): boolean {
  return kinds.length ? kinds.every((kind) => STATE_KINDS.has(kind)) : touch !== true;
}

/** 没接, 不在: nobody was reached. Without kinds, what rules others out. */
export function isAttempt({ kinds = [], rulesOut = [] }: ActionEntry): boolean {
  return kinds.length ? kinds.some((kind) => ATTEMPT_KINDS.has(kind)) : rulesOut.length > 0;
}

/** 已报价, 已拜访: planned, denied, or done. */
export function isDeed(action: ActionEntry): boolean {
  return !isState(action) && !isAttempt(action);
}
