import { closest } from '../core/suggest.ts';

/** A list longer than this helps nobody. */
const MAX_LISTED = 20;

/** "Did you mean …?" for a misspelt name, or a short list of what may be written; undefined when neither helps. */
export function didYouMean(written: string, candidates: Iterable<string>): string | undefined {
  const all = [...new Set(candidates)];
  const found = closest(written, all) ?? all.find((candidate) => isPart(written, candidate));
  if (found !== undefined) return `你是不是想写“${found}”？`;
  return all.length === 0 || all.length > MAX_LISTED ? undefined : `可以写：${all.join('、')}`;
}

/** 三甲医院 for 三甲: one name inside the other and at least half of it. */
function isPart(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 2 && short.length * 2 >= long.length && long.includes(short);
}
