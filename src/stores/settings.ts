import { type Connection, type Model, Schema } from 'mongoose';
import { STRICT } from './database.ts';

interface SettingRow {
  _id: string;
  value: unknown;
}

/** A few facts the product remembers about itself: when it was installed, where the demo's clock stands. */
export class SettingStore {
  private readonly model: Model<SettingRow>;

  constructor(connection: Connection) {
    const schema = new Schema<SettingRow>(
      { _id: { type: String, required: true }, value: Schema.Types.Mixed },
      STRICT,
    );
    this.model = connection.model<SettingRow>('Setting', schema, 'settings');
  }

  async get<T>(name: string): Promise<T | undefined> {
    const row = await this.model.findOne({ _id: name }).lean();
    return row?.value as T | undefined;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.model.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
  }

  /** Sets it unless it is set; answers what stands there afterwards. */
  async setOnce<T>(name: string, value: T): Promise<T> {
    await this.model.updateOne({ _id: name }, { $setOnInsert: { value } }, { upsert: true });
    return (await this.get<T>(name)) ?? value;
  }
}
