import { type Connection, type Model, Schema } from 'mongoose';
import type { ScriptUse } from '../domain/script-uses.ts';
import { isDuplicateKey, STRICT } from './database.ts';

const schema = new Schema<ScriptUse>(
  {
    _id: { type: String, required: true },
    script: { type: String, required: true },
    style: String,
    leadId: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  STRICT,
);
// The newest uses, for what came of them.
schema.index({ at: -1 });

/** Which script was taken for which lead, when. Written once, never changed. */
export class ScriptUseStore {
  private readonly model: Model<ScriptUse>;

  constructor(connection: Connection) {
    this.model = connection.model<ScriptUse>('ScriptUse', schema, 'script_uses');
  }

  /** The same tap again adds nothing. */
  async add(use: ScriptUse): Promise<void> {
    await this.model.create(use).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  async since(from: Date, limit: number): Promise<ScriptUse[]> {
    return this.model
      .find({ at: { $gte: from } })
      .sort({ at: -1 })
      .limit(limit)
      .lean();
  }
}
