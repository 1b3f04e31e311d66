import { syllablesOf } from '../note/sounds.ts';

const MAX_ID = 36;

/**
 * An id for something people gave a Chinese name: the syllables of its label (`客户痛点` → `keHuTongDian`), unlike those in
 * use.
 */
export function idFor(label: string, taken: readonly string[]): string {
  const [first = 'form', ...rest] = syllablesOf(label.replace(/[^\p{Script=Han}A-Za-z0-9]/gu, '')).filter(
    Boolean,
  );
  const camel = [first, ...rest.map((s) => s.charAt(0).toUpperCase() + s.slice(1))].join('');
  const base = (/^[a-z]/.test(camel) ? camel : `f${camel}`).slice(0, MAX_ID);
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  return id;
}
