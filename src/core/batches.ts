interface Asked<In, Out> {
  item: In;
  done(result: Out): void;
  fail(error: unknown): void;
}

/**
 * Group commit: what is asked for while a batch is under way makes up the next one. Alone, an item goes at once; in
 * a burst many share the cost of one trip to the database.
 */
export class Batches<In, Out> {
  private readonly run: (items: In[]) => Promise<Out[]>;
  private readonly most: number;
  private waiting: Asked<In, Out>[] = [];
  private working = false;

  /**
   * @param run does all of a batch, and answers each in its place; when it throws, the whole batch has failed
   * @param most items in one batch
   */
  constructor(run: (items: In[]) => Promise<Out[]>, most: number) {
    this.run = run;
    this.most = most;
  }

  add(item: In): Promise<Out> {
    return new Promise((done, fail) => {
      this.waiting.push({ item, done, fail });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length) await this.next(this.waiting.splice(0, this.most));
    this.working = false;
  }

  private async next(batch: Asked<In, Out>[]): Promise<void> {
    try {
      const results = await this.run(batch.map(({ item }) => item));
      for (const [i, { done }] of batch.entries()) done(results[i] as Out);
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }
}

/** One fetch for all who ask while another is under way, begun after they have asked: none of them gets a stale answer. */
export function shared<T>(fetch: () => Promise<T>): () => Promise<T> {
  const batches = new Batches<void, T>(async (askers) => {
    const answer = await fetch();
    return askers.map(() => answer);
  }, Number.POSITIVE_INFINITY);
  return () => batches.add();
}
