import type { AnyCard } from '../define.ts';
import { method } from './method.ts';
import { methodChange } from './method-change.ts';

/** Every kind of card about the playbook itself. */
export const PLAYBOOK_CARDS: readonly AnyCard[] = [method, methodChange];
