import { type Connection, type Model, Schema } from 'mongoose';
import type { Card } from '../../cards/model.ts';
import { isDuplicateKey, STRICT } from './database.ts';

/** A bubble in a simulated chat. */
export interface SimulatorMessage {
  /** The outbox key of what was sent, or the event key of what was typed. */
  _id: string;
  /** Grows with every message and every edit. */
  seq: number;
  /** `seq` when it first appeared. */
  firstSeq: number;
  userId: string;
  /** When it was sent or last edited. */
  at: Date;
  /** When it was sent; absent on messages older than this field. */
  sentAt?: Date | undefined;
  kind: string;
  text: string;
  /** Typed by the person. */
  mine: boolean;
  card?: Card | undefined;
  file?: { name: string; fileId: string } | undefined;
}

export interface SimulatorMail {
  _id: string;
  at: Date;
  to: string;
  subject: string;
  text: string;
  html: string;
}

const messageSchema = new Schema<SimulatorMessage>(
  {
    _id: { type: String, required: true },
    seq: { type: Number, required: true },
    firstSeq: { type: Number, required: true },
    userId: { type: String, required: true },
    at: { type: Date, required: true },
    sentAt: Date,
    kind: { type: String, required: true },
    text: { type: String, default: '' },
    mine: { type: Boolean, required: true },
    card: Schema.Types.Mixed,
    file: Schema.Types.Mixed,
  },
  STRICT,
);
// A person's chat from some point on.
messageSchema.index({ userId: 1, seq: 1 });
// Where counting goes on after a restart.
messageSchema.index({ seq: -1 });

const mailSchema = new Schema<SimulatorMail>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    to: { type: String, required: true },
    subject: { type: String, required: true },
    text: { type: String, required: true },
    html: { type: String, required: true },
  },
  STRICT,
);
// The newest mails.
mailSchema.index({ at: -1 });

/** What the simulated platform remembers: chats and the mailbox. */
export class SimulatorStore {
  private readonly messages: Model<SimulatorMessage>;
  private readonly mails: Model<SimulatorMail>;

  constructor(connection: Connection) {
    this.messages = connection.model<SimulatorMessage>(
      'SimulatorMessage',
      messageSchema,
      'simulator-messages',
    );
    this.mails = connection.model<SimulatorMail>('SimulatorMail', mailSchema, 'simulator-mails');
  }

  /** Once per id. @returns false when it stood there already */
  async add(message: SimulatorMessage): Promise<boolean> {
    try {
      await this.messages.create(message);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async get(id: string): Promise<SimulatorMessage | null> {
    return this.messages.findOne({ _id: id }).lean();
  }

  async edit(id: string, set: Pick<SimulatorMessage, 'seq' | 'at' | 'text' | 'card'>): Promise<boolean> {
    const edited = await this.messages.updateOne({ _id: id }, { $set: set });
    return edited.matchedCount === 1;
  }

  /** Messages of one person, new or edited after a point, in the order in which they first appeared. */
  async of(
    userId: string,
    after: { seq: number } | { at: Date },
    limit: number,
  ): Promise<SimulatorMessage[]> {
    const since = 'at' in after ? { at: { $gt: after.at } } : { seq: { $gt: after.seq } };
    const found: SimulatorMessage[] = await this.messages
      .find({ userId, ...since })
      .sort({ seq: 1 })
      .limit(limit)
      .lean();
    return found.sort((a, b) => a.firstSeq - b.firstSeq);
  }

  async lastSeq(): Promise<number> {
    const last = await this.messages.findOne({}).sort({ seq: -1 }).lean();
    return last?.seq ?? 0;
  }

  async addMail(mail: SimulatorMail): Promise<void> {
    try {
      await this.mails.create(mail);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async listMails(limit: number): Promise<SimulatorMail[]> {
    return this.mails.find({}).sort({ at: -1 }).limit(limit).lean();
  }
}
