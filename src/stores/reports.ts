import { type Connection, type Model, Schema } from 'mongoose';
import type { ActivationReport } from '../domain/metrics/activation.ts';
import { isDuplicateKey, STRICT } from './database.ts';

const schema = new Schema<ActivationReport>(
  {
    _id: { type: String, required: true },
    day: { type: String, required: true },
    madeAt: { type: Date, required: true },
    yesterday: { type: Schema.Types.Mixed, required: true },
    matured: { type: Schema.Types.Mixed, required: true },
    target: { type: Number, required: true },
    withinHours: { type: Number, required: true },
    top: { type: [Object], default: [] },
    inactive: { type: [Object], default: [] },
    late: { type: Boolean, required: true },
  },
  STRICT,
);

/** Reports as they were made: the card, the mail, the page and the details all show the same figures. */
export class ReportStore {
  private readonly model: Model<ActivationReport>;

  constructor(connection: Connection) {
    this.model = connection.model<ActivationReport>('Report', schema, 'reports');
  }

  async get(id: string): Promise<ActivationReport | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  /** Keeps the first one made under this id. */
  async add(report: ActivationReport): Promise<void> {
    try {
      await this.model.create(report);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
