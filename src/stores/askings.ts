import { type Connection, type Model, Schema } from 'mongoose';
import type { Asking } from '../domain/questions/asking.ts';
import { STRICT } from './database.ts';

const schema = new Schema<Asking>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    set: { type: String, required: true },
    record: { type: String, required: true },
    detail: String,
    open: { type: Boolean, required: true },
    item: Schema.Types.Mixed,
    tries: { type: Number, required: true },
    at: { type: Date, required: true },
    until: { type: Date, required: true },
    last: Schema.Types.Mixed,
  },
  STRICT,
);
// What is this person asked?
schema.index({ person: 1, at: -1 });

/** So many open questions per person are kept in mind at most, the newest. */
const MOST_OPEN = 100;

/** What people were asked, by person, kind of questions and record. One writer each: a person's events run in order. */
export class AskingStore {
  private readonly model: Model<Asking>;

  constructor(connection: Connection) {
    this.model = connection.model<Asking>('Asking', schema, 'askings');
  }

  /** What stands open with a person, the newest first; and whatever this event has moved already, open or not. */
  async of(person: string, eventKey: string, now: Date): Promise<Asking[]> {
    const counts = { $or: [{ open: true, until: { $gt: now } }, { 'last.key': eventKey }] };
    return this.model
      .find({ person, ...counts })
      .sort({ at: -1 })
      .limit(MOST_OPEN)
      .lean();
  }

  async get(id: string): Promise<Asking | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  async put(asking: Asking): Promise<void> {
    const { _id, ...rest } = asking;
    const known = Object.entries(rest).filter(([, value]) => value !== undefined);
    const gone = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [[name, '']] : []));
    await this.model.updateOne(
      { _id },
      { $set: Object.fromEntries(known), ...(gone.length ? { $unset: Object.fromEntries(gone) } : {}) },
      { upsert: true },
    );
  }
}
