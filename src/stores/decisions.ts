import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { type Connection, type Model, mongo, Schema } from 'mongoose';
import type { MakeId } from '../core/ids.ts';
import {
  type CandidateScore,
  type DecisionSummary,
  type RoutingDecision,
  summariseDecision,
} from '../domain/routing/model.ts';
import { STRICT } from './database.ts';

type DecisionRow = Omit<RoutingDecision, 'candidates'> & {
  _id: string;
  leadId: string;
  /** The candidates as JSON, compressed: of a big team they are the largest thing kept about a lead, by far. */
  table: mongo.Binary;
};

const schema = new Schema<DecisionRow>(
  {
    _id: { type: String, required: true },
    leadId: { type: String, required: true },
    policy: { type: String, required: true },
    playbookVersion: { type: Number, required: true },
    at: { type: Date, required: true },
    winnerId: String,
    table: { type: Schema.Types.Mixed, required: true },
  },
  STRICT,
);

const compress = promisify(deflateRaw);
const expand = promisify(inflateRaw);

/**
 * Routing decisions with their score tables, one record each, never changed. A decision is kept before the lead refers
 * to it, so no lead speaks of a table that is not there; one whose lead was never written (a crash in between) is
 * referred to by nobody.
 */
export class DecisionStore {
  private readonly model: Model<DecisionRow>;
  private readonly makeId: MakeId;

  constructor(connection: Connection, makeId: MakeId) {
    this.model = connection.model<DecisionRow>('Decision', schema, 'decisions');
    this.makeId = makeId;
  }

  /** @returns what the lead is to remember of it */
  async keep(leadId: string, decision: RoutingDecision): Promise<DecisionSummary> {
    const { candidates, ...rest } = decision;
    const _id = this.makeId('d');
    const table = new mongo.Binary(await compress(JSON.stringify(candidates)));
    await this.model.create({ _id, leadId, ...rest, table });
    return summariseDecision(_id, decision);
  }

  /** The decision of a lead the caller has read through a scope. */
  async get(id: string): Promise<RoutingDecision | null> {
    const row = await this.model.findOne({ _id: id }, { _id: 0, leadId: 0 }).lean();
    if (!row) return null;
    const { table, ...rest } = row;
    const candidates: CandidateScore[] = JSON.parse((await expand(table.buffer)).toString());
    return { ...rest, candidates };
  }

  /** Takes away what no lead refers to any more, and no line of the audit log. */
  async discard(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }
}
