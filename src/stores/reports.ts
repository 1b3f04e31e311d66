import { type Connection, type Model, Schema } from 'mongoose';
import type { Report } from '../domain/reports/define.ts';
import { isDuplicateKey, STRICT } from './database.ts';

const schema = new Schema<Report>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    period: { type: String, required: true },
    madeAt: { type: Date, required: true },
    late: { type: Boolean, required: true },
    formulaVersion: { type: Number, required: true },
    figures: { type: Schema.Types.Mixed, required: true },
    rows: { type: [Object], default: [] },
  },
  STRICT,
);

/** Reports of every kind, as they were made. */
export class ReportStore {
  private readonly model: Model<Report>;

  constructor(connection: Connection) {
    this.model = connection.model<Report>('Report', schema, 'reports');
  }

  async get(id: string): Promise<Report | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  /** The newest first. */
  async newest(limit: number): Promise<Report[]> {
    return this.model.find({}).sort({ madeAt: -1 }).limit(limit).lean();
  }

  /** Keeps the first one made under this id. */
  async add(report: Report): Promise<void> {
    try {
      await this.model.create(report);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Activation reports once had properties of their own instead of figures and rows. */
  async reshapeActivation(): Promise<void> {
    const reports = this.model.collection;
    for await (const old of reports.find({ kind: { $exists: false } })) {
      const { day, yesterday, matured, target, withinHours, top, inactive } = old;
      const figures = { yesterday, matured, target, withinHours, top };
      const shape = { kind: 'activation', period: day, formulaVersion: 1, figures, rows: inactive ?? [] };
      const gone = {
        day: '',
        yesterday: '',
        matured: '',
        target: '',
        withinHours: '',
        top: '',
        inactive: '',
      };
      await reports.updateOne({ _id: old._id }, { $set: shape, $unset: gone } as object);
    }
  }
}
