import { type Connection, Schema } from 'mongoose';
import { factEffects, postedAfter } from '../domain/facts/ledger.ts';
import { standOfRecord } from '../domain/facts/record-facts.ts';
import type { Interaction } from '../domain/interactions/interaction.ts';
import type { Filter } from '../domain/people/scope.ts';
import { AGGREGATE_FIELDS, AggregateStore } from './aggregate.ts';
import { STRICT } from './database.ts';

const schema = new Schema<Interaction>(
  {
    ...AGGREGATE_FIELDS,
    originKey: { type: String, required: true },
    leadId: { type: String, required: true },
    customerId: { type: String, required: true },
    by: { type: String, required: true },
    onCustomer: Boolean,
    at: { type: Date, required: true },
    day: { type: String, required: true },
    week: { type: String, required: true },
    text: { type: String, default: '' },
    contact: String,
    actions: { type: [Object], default: [] },
    amountFen: Number,
    amountMaxFen: Number,
    objections: { type: [Object], default: [] },
    scenes: { type: [Object], default: [] },
    doubtful: { type: [Object], default: undefined },
    taught: { type: [Object], default: undefined },
    taughtAt: Date,
    unread: { type: [Object], default: undefined },
    nextAt: Date,
    nextPrecision: String,
    facts: Schema.Types.Mixed,
    visit: Schema.Types.Mixed,
    helped: { type: [Object], default: undefined },
    reached: { type: String, required: true },
    remark: Boolean,
    outcomeAsked: Boolean,
    state: { type: String, required: true },
    posted: { type: [String], default: undefined },
  },
  STRICT,
);
// An event makes one record, however often it is handled.
schema.index({ originKey: 1 }, { unique: true });
// A lead's newest records.
schema.index({ leadId: 1, at: -1 });
// A person's newest record: what a bare 撤销 takes back.
schema.index({ by: 1, at: -1 });
// What 词汇建议 learns from; sparse, because few are corrected.
schema.index({ taughtAt: 1 }, { sparse: true });
// What was recorded since: similar cases go on from there.
schema.index({ at: 1 });
// Visits with this photo; sparse, because few records have one.
schema.index({ 'visit.photo.checksum': 1 }, { sparse: true });
// What the relay's sweep looks for; sparse, because nearly no document has any.
schema.index({ effectsAt: 1 }, { sparse: true });

const JUDGED_AT_ONCE = 200;
/** Contacts in which the playbook recognised an objection or a scene. */
const CASES = {
  reached: 'yes',
  state: { $ne: 'undone' },
  $or: [{ 'objections.0': { $exists: true } }, { 'scenes.0': { $exists: true } }],
};

export class InteractionStore extends AggregateStore<Interaction> {
  constructor(connection: Connection) {
    super(
      connection.model<Interaction>('Interaction', schema, 'interactions'),
      deriveRecord,
      (before, after) => factEffects(before, after, () => standOfRecord(after)),
    );
  }

  async byOrigin(originKey: string): Promise<Interaction | null> {
    const [interaction] = await this.findScoped({ originKey }, {}, { limit: 1 });
    return interaction ?? null;
  }

  /** Somebody's newest record that counts, of one lead when it is given. */
  async lastOf(personId: string, leadId?: string): Promise<Interaction | null> {
    const [last] = await this.findScoped(
      { by: personId, ...(leadId && { leadId }) },
      { state: { $ne: 'undone' } },
      { sort: { at: -1 }, limit: 1 },
    );
    return last ?? null;
  }

  /** Newest first, all when no limit is given, of a lead the caller has already read through a scope. */
  async ofLead(leadId: string, limit?: number): Promise<Interaction[]> {
    return this.findScoped({ leadId }, {}, { sort: { at: -1 }, ...(limit ? { limit } : {}) });
  }

  /** Contacts that may serve as examples, the newest first. */
  async cases(limit: number): Promise<Interaction[]> {
    return this.findScoped(CASES, {}, { sort: { at: -1 }, limit });
  }

  /** The same from a moment on, the oldest first. */
  async casesSince(from: Date, limit: number): Promise<Interaction[]> {
    return this.findScoped(CASES, { at: { $gte: from } }, { sort: { at: 1 }, limit });
  }

  /** Visits that counted since a moment, the newest first. */
  async visits(since: Date, limit: number): Promise<Interaction[]> {
    const filter = {
      at: { $gte: since },
      visit: { $exists: true },
      reached: 'yes',
      state: { $ne: 'undone' },
    };
    return this.findScoped({}, filter, { sort: { at: -1 }, limit });
  }

  async lastVisitOf(by: string): Promise<Interaction | null> {
    const filter = { visit: { $exists: true }, state: { $ne: 'undone' } };
    const [last] = await this.findScoped({ by }, filter, { sort: { at: -1 }, limit: 1 });
    return last ?? null;
  }

  /** How many visits somebody recorded since then. */
  async visitsSince(by: string, since: Date): Promise<number> {
    return this.count({ by }, { at: { $gte: since }, visit: { $exists: true }, state: { $ne: 'undone' } });
  }

  /** Another visit with the same photo, if there is one. */
  async visitWithPhoto(checksum: string, except: string): Promise<Interaction | null> {
    const filter = { 'visit.photo.checksum': checksum, _id: { $ne: except }, state: { $ne: 'undone' } };
    const [found] = await this.findScoped({}, filter, { limit: 1 });
    return found ?? null;
  }

  /** Records from before it was stored whether they reached the customer, batch by batch until none is left. */
  async withoutReached(judge: (records: Interaction[]) => Promise<void>): Promise<void> {
    for (;;) {
      const records = await this.findScoped({}, { reached: { $exists: false } }, { limit: JUDGED_AT_ONCE });
      if (!records.length) return;
      await judge(records);
    }
  }

  async setReached(_id: string, reached: Interaction['reached']): Promise<void> {
    await this.model.updateOne({ _id, reached: { $exists: false } }, { $set: { reached }, $inc: { rev: 1 } });
  }

  /** The records whose authors corrected or completed what was understood, the latest first. */
  async taught(limit: number): Promise<Interaction[]> {
    return this.findScoped({}, { taughtAt: { $exists: true } }, { sort: { taughtAt: -1 }, limit });
  }

  /** For reports; `filter` must name a window (`day`). */
  async list(filter: Filter, limit: number): Promise<Interaction[]> {
    return this.findScoped({}, filter, { sort: { day: 1 }, limit });
  }
}

function deriveRecord(set: Partial<Interaction>, record: Interaction): Partial<Interaction> {
  const posted = postedAfter(record, standOfRecord({ ...record, ...set }), record.rev + 1);
  return posted === record.posted ? set : { ...set, posted };
}
