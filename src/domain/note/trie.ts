/** Finds many words in a text in one pass: one step per character of the text and of the longest word. */
export interface Hit<T> {
  value: T;
  start: number;
  end: number;
}

interface Node<T> {
  next: Map<string, Node<T>>;
  values: T[];
}

/** `Token` is a character, or a syllable where words are compared by sound. */
export class Trie<T> {
  private readonly root: Node<T> = { next: new Map(), values: [] };

  add(tokens: Iterable<string>, value: T): void {
    let node = this.root;
    for (const token of tokens) {
      let child = node.next.get(token);
      if (!child) {
        child = { next: new Map(), values: [] };
        node.next.set(token, child);
      }
      node = child;
    }
    if (node !== this.root) node.values.push(value);
  }

  /** All words that begin at `at`, the shortest first. */
  *from(tokens: ArrayLike<string>, at: number): Generator<Hit<T>> {
    let node: Node<T> | undefined = this.root;
    for (let i = at; node && i < tokens.length; i++) {
      node = node.next.get(tokens[i] ?? '');
      for (const value of node?.values ?? []) yield { value, start: at, end: i + 1 };
    }
  }

  *in(tokens: ArrayLike<string>): Generator<Hit<T>> {
    for (let at = 0; at < tokens.length; at++) yield* this.from(tokens, at);
  }
}

/** From hits in any order, the longest that do not overlap; at the same place, all of equal length. */
export function longestHits<T>(hits: Iterable<Hit<T>>): Hit<T>[] {
  const byLength = [...hits].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Hit<T>[] = [];
  const taken = new Map<number, Hit<T>>();
  for (const hit of byLength) {
    const rival = firstTaken(taken, hit);
    if (rival && (rival.start !== hit.start || rival.end !== hit.end)) continue;
    kept.push(hit);
    for (let i = hit.start; i < hit.end; i++) taken.set(i, hit);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function firstTaken<T>(taken: Map<number, Hit<T>>, hit: Hit<T>): Hit<T> | undefined {
  for (let i = hit.start; i < hit.end; i++) {
    const rival = taken.get(i);
    if (rival) return rival;
  }
  return undefined;
}
