import type { Handler } from '../context.ts';
import { changeMethod, dropChange, publishChange, undoChange } from './changes.ts';
import { rules } from './rules.ts';
import { tryLeads } from './trial.ts';

/** The playbook itself: what can be changed of it, and by which line (A7). */
export const PLAYBOOK_HANDLERS: readonly Handler[] = [
  changeMethod,
  publishChange,
  dropChange,
  undoChange,
  rules,
  tryLeads,
];
