import { type Connection, type Model, Schema } from 'mongoose';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import { isDuplicateKey, STRICT } from './database.ts';

/** A published playbook. Versions are only ever added; rolling back publishes an old text again. */
export interface PlaybookRow {
  _id: number;
  name: string;
  /** The YAML as its author wrote it. */
  source: string;
  digest: string;
  content: Omit<PlaybookVersion, 'version'>;
  by: string;
  at: Date;
  /** In plain Chinese, where somebody asked for it in a line. */
  title?: string | undefined;
  /** The change it was published for: once, whatever is cut off in between. */
  change?: string | undefined;
  changes: { path: string; label: string; before?: unknown; after?: unknown }[];
}

const schema = new Schema<PlaybookRow>(
  {
    _id: { type: Number, required: true },
    name: { type: String, required: true },
    source: { type: String, required: true },
    digest: { type: String, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    title: String,
    change: String,
    changes: { type: [Object], default: [] },
  },
  STRICT,
);
schema.index({ change: 1 }, { unique: true, sparse: true });

export class PlaybookStore {
  private readonly model: Model<PlaybookRow>;

  constructor(connection: Connection) {
    this.model = connection.model<PlaybookRow>('Playbook', schema, 'playbooks');
  }

  async newest(): Promise<PlaybookRow | null> {
    return this.model.findOne({}).sort({ _id: -1 }).lean();
  }

  /** The newest version's number, cheaply. */
  async newestVersion(): Promise<number> {
    const row = await this.model.findOne({}, { _id: 1 }).sort({ _id: -1 }).lean();
    return row?._id ?? 0;
  }

  /** The version that was published for this change. */
  async ofChange(change: string): Promise<PlaybookRow | null> {
    return this.model.findOne({ change }).lean();
  }

  async get(version: number): Promise<PlaybookRow | null> {
    return this.model.findOne({ _id: version }).lean();
  }

  /** The newest first, without their contents. */
  async list(limit: number): Promise<Omit<PlaybookRow, 'content' | 'source'>[]> {
    return this.model.find({}, { content: 0, source: 0 }).sort({ _id: -1 }).limit(limit).lean();
  }

  /** False when somebody published this version number first. */
  async add(row: PlaybookRow): Promise<boolean> {
    try {
      await this.model.create(row);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
