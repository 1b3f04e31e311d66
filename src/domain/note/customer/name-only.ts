import { prepareText } from '../prepared-text.ts';
import type { KnownCustomer } from '../types.ts';
import { findEvidence } from './evidence.ts';

/** What may stand beside a name that is called up: 看看德清, 杭一那边呢. */
const BESIDE = /^(?:看看|看下|看一下|说说|关于)|(?:那边|这边|那家|这家|那个|的)?[呢吧啊]?$/g;
const LONGEST = 30;

/** Whether a line is the name of a known organisation, or of several that share it, and nothing else; a person's is none. */
export function isNameOnly(typed: string, customers: readonly KnownCustomer[]): boolean {
  const { text } = prepareText(typed.trim().replace(/[\s。.!！?？,，]+$/u, ''));
  const line = text.trim().replace(BESIDE, '').trim();
  if (line === '' || line.length > LONGEST) return false;
  const { evidence } = findEvidence(line, customers);
  return evidence.some(
    ({ kind, start, end }) =>
      (kind === 'organisation' || kind === 'place') && start === 0 && end === line.length,
  );
}
