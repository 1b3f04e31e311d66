/**
 * Ranks short documents against a query by Okapi BM25 (k1 1.2, b 0.75). A document's tags (scene, objection, product)
 * are terms of their own beside its words. Pure; memory is bounded by `most` documents, the oldest are given up.
 */
export interface Ranked {
  id: string;
  score: number;
  /** 0–1 and a little more: of the score a text with every term of the query once would have. Comparable between queries. */
  share: number;
}

const K1 = 1.2;
const B = 0.75;

export class Ranking {
  private readonly most: number;
  /** By term: which documents have it, how often. */
  private postings = new Map<string, Map<number, number>>();
  private docs = new Map<number, { id: string; length: number; terms: string[] }>();
  private places = new Map<string, number>();
  private next = 0;
  private total = 0;

  constructor(most: number) {
    this.most = most;
  }

  get size(): number {
    return this.docs.size;
  }

  /** Adds a document, or puts it in place of the one of this id. */
  put(id: string, terms: readonly string[]): void {
    this.drop(id);
    const place = this.next++;
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      const posting = this.postings.get(term) ?? new Map<number, number>();
      posting.set(place, count);
      this.postings.set(term, posting);
    }
    this.docs.set(place, { id, length: terms.length, terms: [...counts.keys()] });
    this.places.set(id, place);
    this.total += terms.length;
    // The first key of a Map is the oldest.
    for (const [, oldest] of this.docs) {
      if (this.docs.size <= this.most) break;
      this.drop(oldest.id);
    }
  }

  drop(id: string): void {
    const place = this.places.get(id);
    const doc = place === undefined ? undefined : this.docs.get(place);
    if (place === undefined || !doc) return;
    for (const term of doc.terms) {
      const posting = this.postings.get(term);
      posting?.delete(place);
      if (posting?.size === 0) this.postings.delete(term);
    }
    this.docs.delete(place);
    this.places.delete(id);
    this.total -= doc.length;
  }

  /** The best first, those of one score the newest first. @param query terms and how much each weighs */
  search(query: ReadonlyMap<string, number>, limit: number): Ranked[] {
    const scores = new Map<number, number>();
    const mean = this.total / (this.docs.size || 1);
    let whole = 0;
    for (const [term, weight] of query) {
      const posting = this.postings.get(term) ?? new Map<number, number>();
      const idf = Math.log(1 + (this.docs.size - posting.size + 0.5) / (posting.size + 0.5));
      whole += weight * idf;
      for (const [place, count] of posting) {
        const length = this.docs.get(place)?.length ?? mean;
        const tf = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / mean));
        scores.set(place, (scores.get(place) ?? 0) + weight * idf * tf);
      }
    }
    return [...scores]
      .sort(([a, x], [b, y]) => y - x || b - a)
      .slice(0, limit)
      .map(([place, score]) => ({ id: this.docs.get(place)?.id ?? '', score, share: score / whole }));
  }
}
