import { type Connection, type Model, Schema } from 'mongoose';
import { STRICT } from './database.ts';

/** An entry in somebody's calendar on a chat platform. */
export interface CalendarRow {
  _id: string;
  platform: string;
  /** The platform's id of it; absent while it is being written, or when that was cut off. */
  providerId?: string | undefined;
  /** Digest of what it says. */
  shown?: string | undefined;
}

const schema = new Schema<CalendarRow>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    providerId: String,
    shown: String,
  },
  STRICT,
);

/** What stands in people's calendars by our hand. */
export class CalendarStore {
  private readonly model: Model<CalendarRow>;

  constructor(connection: Connection) {
    this.model = connection.model<CalendarRow>('CalendarEntry', schema, 'calendar-entries');
  }

  async get(key: string): Promise<CalendarRow | null> {
    return this.model.findOne({ _id: key }).lean();
  }

  /** An entry is about to be written: from here on it may be there. */
  async begin(key: string, platform: string): Promise<void> {
    const begun = { $set: { platform }, $unset: { providerId: '', shown: '' } } as const;
    await this.model.updateOne({ _id: key }, begun, { upsert: true });
  }

  async written(key: string, providerId: string, shown: string): Promise<void> {
    await this.model.updateOne({ _id: key }, { $set: { providerId, shown } });
  }

  async removed(key: string): Promise<void> {
    await this.model.deleteOne({ _id: key });
  }
}
