import { type Connection, type Model, Schema } from 'mongoose';
import { isDuplicateKey, STRICT } from './database.ts';

interface Lease {
  _id: string;
  owner: string;
  until: Date;
}

const schema = new Schema<Lease>(
  {
    _id: { type: String, required: true },
    owner: { type: String, required: true },
    until: { type: Date, required: true },
  },
  STRICT,
);

/** Things only one process may do at a time, such as holding a bot's one live connection. */
export class LeaseStore {
  private readonly model: Model<Lease>;

  constructor(connection: Connection) {
    this.model = connection.model<Lease>('Lease', schema, 'leases');
  }

  /** Takes or renews the lease; false while another process holds it. Renew well before `ms` have passed. */
  async hold(name: string, owner: string, now: Date, ms: number): Promise<boolean> {
    const until = new Date(now.getTime() + ms);
    const taken = await this.model.updateOne(
      { _id: name, $or: [{ owner }, { until: { $lte: now } }] },
      { $set: { owner, until } },
    );
    if (taken.matchedCount === 1) return true;
    try {
      await this.model.create({ _id: name, owner, until });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Lets the next process have it at once. */
  async release(name: string, owner: string): Promise<void> {
    await this.model.deleteOne({ _id: name, owner });
  }
}
