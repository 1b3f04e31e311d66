/**
 * "Did you mean …?" for misspelt keys, ids and values: the candidate that takes the fewest edits (one character
 * added, left out, changed, or two swapped), if it is near enough to be a slip and not another word.
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  const word = plain(written);
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const target = plain(candidate);
    const edits = word === target ? 0 : isPart(word, target) ? 1 : editDistance(word, target);
    const allowed = Math.max(1, Math.floor(Math.max(word.length, target.length) / 3));
    if (edits <= allowed && edits < target.length && (best === undefined || edits < best.edits)) {
      best = { candidate, edits };
    }
  }
  return best?.candidate;
}

/** The sentence for the nearest candidate, or a short list of all; undefined when neither helps. */
export function didYouMean(written: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const found = nearest(written.slice(0, 100), all);
  if (found !== undefined) return `你是不是想写“${found}”？`;
  if (all.length === 0 || all.length > 20) return undefined;
  return `可以写：${all.join('、')}`;
}

/** firstTouch, first_touch and First-Touch are the same slip. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

/** 三甲 for 三甲医院, objection for objections. */
function isPart(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 2 && short.length * 2 >= long.length && long.includes(short);
}

/** Optimal string alignment distance, in characters. */
export function editDistance(a: string, b: string): number {
  const from = [...a];
  const to = [...b];
  let beforeLast: number[] = [];
  let last = to.map((_, j) => j).concat(to.length);
  from.forEach((char, i) => {
    const row = [i + 1];
    to.forEach((other, j) => {
      const changed = (last[j] ?? 0) + (char === other ? 0 : 1);
      const swapped =
        i > 0 && j > 0 && char === to[j - 1] && from[i - 1] === other
          ? (beforeLast[j - 1] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(changed, swapped, (last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    });
    beforeLast = last;
    last = row;
  });
  return last.at(-1) ?? 0;
}
