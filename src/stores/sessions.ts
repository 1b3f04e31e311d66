import { createHash, randomBytes } from 'node:crypto';
import { type Connection, type Model, Schema } from 'mongoose';
import { STRICT } from './database.ts';

/** Somebody's browser, from a login until it expires. */
export interface Session {
  /** Digest of the token that only the browser has: who reads the database cannot become somebody. */
  _id: string;
  personId: string;
  /** The account the login proved. */
  platform: string;
  userId: string;
  expiresAt: Date;
}

const schema = new Schema<Session>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    platform: { type: String, required: true },
    userId: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  STRICT,
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export class SessionStore {
  private readonly model: Model<Session>;

  constructor(connection: Connection) {
    this.model = connection.model<Session>('Session', schema, 'sessions');
  }

  /** @returns the token for the browser's cookie */
  async begin(session: Omit<Session, '_id'>): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.model.create({ _id: hashOf(token), ...session });
    return token;
  }

  async find(token: string, now: Date): Promise<Session | null> {
    return this.model.findOne({ _id: hashOf(token), expiresAt: { $gt: now } }).lean();
  }

  async end(token: string): Promise<void> {
    await this.model.deleteOne({ _id: hashOf(token) });
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
