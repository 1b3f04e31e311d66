import { type Connection, Schema } from 'mongoose';
import type { MethodChange } from '../domain/playbook/change.ts';
import { AGGREGATE_FIELDS, AggregateStore } from './aggregate.ts';
import { STRICT } from './database.ts';

const schema = new Schema<MethodChange>(
  {
    ...AGGREGATE_FIELDS,
    originKey: { type: String, required: true },
    wish: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
    base: { type: Number, required: true },
    title: { type: String, required: true },
    differences: { type: [Object], default: [] },
    touches: { type: [String], default: [] },
    warnings: { type: [String], default: [] },
    version: Number,
    done: Schema.Types.Mixed,
  },
  STRICT,
);
schema.index({ originKey: 1 }, { unique: true });
schema.index({ by: 1, at: -1 });
schema.index({ effectsAt: 1 }, { sparse: true });

/** Changes of the playbook people asked for, and what has become of them. */
export class MethodChangeStore extends AggregateStore<MethodChange> {
  constructor(connection: Connection) {
    super(connection.model<MethodChange>('MethodChange', schema, 'method-changes'));
  }

  async byOrigin(originKey: string): Promise<MethodChange | null> {
    const [change] = await this.findScoped({ originKey }, {}, { limit: 1 });
    return change ?? null;
  }

  /** What this person asked for last and neither published nor dropped. */
  async lastOpenOf(by: string): Promise<MethodChange | null> {
    const [change] = await this.findScoped({ by, state: 'open' }, {}, { sort: { at: -1 }, limit: 1 });
    return change ?? null;
  }
}
