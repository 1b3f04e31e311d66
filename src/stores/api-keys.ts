import { type Connection, type Model, Schema } from 'mongoose';
import type { Scope } from '../domain/api-key.ts';
import type { LeadSource } from '../domain/leads/sources.ts';
import { isDuplicateKey, STRICT } from './database.ts';

/** A named key of the API. The key itself is shown once, when it is made, and kept nowhere. */
export interface ApiKeyRow {
  /** Its name. */
  _id: string;
  /** SHA-256 of the key. */
  digest: string;
  scopes: Scope[];
  source?: LeadSource | undefined;
  perMinute?: number | undefined;
  createdAt: Date;
  createdBy: string;
  withdrawnAt?: Date | undefined;
}

const schema = new Schema<ApiKeyRow>(
  {
    _id: { type: String, required: true },
    digest: { type: String, required: true },
    scopes: { type: [String], required: true },
    source: String,
    perMinute: Number,
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    withdrawnAt: Date,
  },
  STRICT,
);
// Whose key is this?
schema.index({ digest: 1 }, { unique: true });

export class ApiKeyStore {
  private readonly model: Model<ApiKeyRow>;

  constructor(connection: Connection) {
    this.model = connection.model<ApiKeyRow>('ApiKey', schema, 'api-keys');
  }

  /** @returns false when there is one of this name; a name is never used again, for the audit log speaks of it */
  async add(row: ApiKeyRow): Promise<boolean> {
    try {
      await this.model.create(row);
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
  }

  /** The key in force with this digest. */
  async inForce(digest: string): Promise<ApiKeyRow | null> {
    return this.model.findOne({ digest, withdrawnAt: null }).lean();
  }

  /** @returns whether one of this name was in force */
  async withdraw(name: string, now: Date): Promise<boolean> {
    const withdrawn = await this.model.updateOne(
      { _id: name, withdrawnAt: null },
      { $set: { withdrawnAt: now } },
    );
    return withdrawn.modifiedCount === 1;
  }

  async list(): Promise<ApiKeyRow[]> {
    return this.model.find({}).sort({ createdAt: 1 }).lean();
  }
}
