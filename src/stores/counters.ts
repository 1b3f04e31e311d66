import { type Connection, type Model, Schema } from 'mongoose';
import { STRICT } from './database.ts';

interface CounterRow {
  _id: string;
  n: number;
}

/** Short ids people can type. Gaps are possible, repeats are not. */
export class CounterStore {
  private readonly model: Model<CounterRow>;

  constructor(connection: Connection) {
    const schema = new Schema<CounterRow>({ _id: { type: String, required: true }, n: Number }, STRICT);
    this.model = connection.model<CounterRow>('Counter', schema, 'counters');
  }

  /** @param first the value a fresh counter begins with */
  async next(name: string, first: number): Promise<number> {
    const known = await this.increment(name);
    if (known !== null) return known;
    await this.model.updateOne({ _id: name }, { $setOnInsert: { n: first - 1 } }, { upsert: true });
    return (await this.increment(name)) ?? first;
  }

  private async increment(name: string): Promise<number | null> {
    const row = await this.model
      .findOneAndUpdate({ _id: name }, { $inc: { n: 1 } }, { returnDocument: 'after' })
      .lean();
    return row?.n ?? null;
  }

  /** Makes the next number come after `n`. */
  async atLeast(name: string, n: number): Promise<void> {
    await this.model.updateOne({ _id: name }, { $max: { n } }, { upsert: true });
  }
}
