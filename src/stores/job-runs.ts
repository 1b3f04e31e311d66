import { type Connection, type Model, Schema } from 'mongoose';
import { isDuplicateKey, STRICT } from './database.ts';

/** One period of one calendar job: unique, so that two processes at 10:02 send one report. */
export interface JobRun {
  /** `<name>:<period>`, e.g. `activation:2026-11-23`. */
  _id: string;
  name: string;
  period: string;
  dueAt: Date;
  state: 'running' | 'done' | 'exhausted';
  attempts: number;
  owner: string;
  leaseUntil: Date;
  error?: string | undefined;
}

const schema = new Schema<JobRun>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    period: { type: String, required: true },
    dueAt: { type: Date, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    owner: { type: String, required: true },
    leaseUntil: { type: Date, required: true },
    error: String,
  },
  STRICT,
);
// The newest run of a job.
schema.index({ name: 1, dueAt: -1 });
// Runs that were cut off or wait for another try, asked for in every engine cycle.
schema.index({ state: 1, leaseUntil: 1 });

export class JobRunStore {
  private readonly model: Model<JobRun>;

  constructor(connection: Connection) {
    this.model = connection.model<JobRun>('JobRun', schema, 'job-runs');
  }

  /** Takes the run, or takes it over from a process that died; null when it is held, done or exhausted. */
  async claim(run: { name: string; period: string; dueAt: Date }, owner: string, now: Date, leaseMs: number) {
    const _id = `${run.name}:${run.period}`;
    const leaseUntil = new Date(now.getTime() + leaseMs);
    try {
      const created = await this.model.create({
        _id,
        ...run,
        state: 'running',
        attempts: 1,
        owner,
        leaseUntil,
      });
      return created.toObject();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return this.model
      .findOneAndUpdate(
        { _id, state: 'running', leaseUntil: { $lte: now } },
        { $set: { owner, leaseUntil }, $inc: { attempts: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
  }

  async finish(id: string, owner: string, state: 'done' | 'exhausted', error?: string): Promise<void> {
    await this.model.updateOne({ _id: id, owner }, { $set: { state, ...(error ? { error } : {}) } });
  }

  /** Lets the run be claimed again from `at` on. */
  async retryLater(id: string, owner: string, at: Date, error: string): Promise<void> {
    await this.model.updateOne({ _id: id, owner }, { $set: { leaseUntil: at, error } });
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, state: 'running' }, { $set: { leaseUntil } });
  }

  async last(name: string): Promise<JobRun | null> {
    return this.model.findOne({ name }).sort({ dueAt: -1 }).lean();
  }

  /** Runs begun and not ended, whose lease or retry time has come. */
  async unfinished(now: Date): Promise<JobRun[]> {
    return this.model
      .find({ state: 'running', leaseUntil: { $lte: now } })
      .sort({ dueAt: 1 })
      .lean();
  }
}
