import { type Connection, type Model, Schema } from 'mongoose';
import { isDuplicateKey, STRICT } from './database.ts';

/** One message of the outbox as it went to WeCom: what a repeated send, a click and a later change need. */
export interface WecomMessage {
  /** Also the first card's task id. */
  _id: string;
  /** The outbox key. */
  key: string;
  userId: string;
  /** Which way it went. */
  channel: 'app' | 'bot';
  /** Exactly what is sent, frozen before the first try: a repeat must be recognisable as one. */
  parts: WecomPart[];
  /** How many of the parts WeCom has accepted. */
  accepted: number;
  /** When WeCom accepted each message, replacements included. */
  sentAt: Date[];
  firstTriedAt: Date;
  /** 0 for the card first sent, then one more for each that replaced an expired one. */
  generation: number;
  /** Each lets the card be changed once; `spent` are those that did. */
  codes: Code[];
  spent: string[];
  /** The code tried last, and the digest of the card it was to change to: whether it did may not be known. */
  tried?: { code: string; change: string } | undefined;
  replacing?: Replacement | undefined;
  /** Keys too long for a button, by the reference on it. */
  long: Record<string, string>;
  /** The card as it should be by now, where it could not be changed: a bot's can only in answer to a click. */
  latest?: object | undefined;
  purgeAt: Date;
}

export interface Code {
  code: string;
  until: Date;
}

/** A card on its way to take the place of an expired one. */
export interface Replacement {
  generation: number;
  part: WecomPart;
  firstTriedAt: Date;
}

export type WecomPart = { msgtype: string } & Record<string, unknown>;

const CODE_LIVES_MS = 72 * 3_600_000;
/** As long as the outbox keeps its rows. */
const KEEP_MS = 60 * 24 * 3_600_000;

const schema = new Schema<WecomMessage>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    userId: { type: String, required: true },
    channel: { type: String, required: true },
    parts: { type: [Object], required: true },
    accepted: { type: Number, required: true },
    sentAt: { type: [Date], required: true },
    firstTriedAt: { type: Date, required: true },
    generation: { type: Number, required: true },
    codes: { type: [Object], required: true },
    spent: { type: [String], required: true },
    tried: Schema.Types.Mixed,
    replacing: Schema.Types.Mixed,
    long: { type: Schema.Types.Mixed, default: {} },
    latest: Schema.Types.Mixed,
    purgeAt: { type: Date, required: true },
  },
  { ...STRICT, minimize: false },
);
schema.index({ userId: 1, sentAt: -1 });
schema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 });

export class WecomStore {
  private readonly model: Model<WecomMessage>;

  constructor(connection: Connection) {
    this.model = connection.model<WecomMessage>('WecomMessage', schema, 'wecom-messages');
  }

  async get(id: string): Promise<WecomMessage | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  /** Writes down what is about to be sent, unless that was done before: then the earlier one stands. */
  async begin(
    message: Pick<WecomMessage, '_id' | 'key' | 'userId' | 'channel' | 'parts' | 'long'>,
    now: Date,
  ): Promise<WecomMessage> {
    const row: WecomMessage = {
      ...message,
      accepted: 0,
      sentAt: [],
      firstTriedAt: now,
      generation: 0,
      codes: [],
      spent: [],
      purgeAt: new Date(now.getTime() + KEEP_MS),
    };
    try {
      await this.model.create(row);
      return row;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.get(message._id)) ?? row;
    }
  }

  /** What was frozen cannot be sent any more. */
  async setPart(id: string, index: number, part: WecomPart): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { [`parts.${index}`]: part } });
  }

  /** One more part is with WeCom. */
  async accept(id: string, accepted: number, code: string | undefined, now: Date): Promise<void> {
    await this.model.updateOne(
      { _id: id, accepted: { $lt: accepted } },
      { $set: { accepted }, $push: { sentAt: now } },
    );
    if (code) await this.addCode(id, code, now);
  }

  /** A code from an answer or a click; the same one again changes nothing. */
  async addCode(id: string, code: string, now: Date): Promise<void> {
    await this.push(id, { code, until: new Date(now.getTime() + CODE_LIVES_MS) });
  }

  /**
   * The unspent code that ends first, noted down as tried before it is; null when there is none. It stays until it is
   * known to be spent: a process that dies in between leaves it to the next try.
   * @returns with it whether this very change was tried with it before
   */
  async tryCode(id: string, change: string, now: Date): Promise<{ code: string; again: boolean } | null> {
    const row = await this.get(id);
    const [next] = (row?.codes ?? [])
      .filter(({ until }) => until > now)
      .sort((a, b) => a.until.getTime() - b.until.getTime());
    if (!next) return null;
    const { code } = next;
    await this.model.updateOne({ _id: id }, { $set: { tried: { code, change } } });
    return { code, again: row?.tried?.code === code && row.tried.change === change };
  }

  async spendCode(id: string, code: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { $pull: { codes: { code } }, $addToSet: { spent: code } });
  }

  private async push(id: string, code: Code): Promise<void> {
    await this.model.updateOne(
      { _id: id, 'codes.code': { $ne: code.code }, spent: { $ne: code.code } },
      { $push: { codes: code } },
    );
  }

  /** When messages went to this member by this channel since `since`, oldest first. */
  async sentSince(channel: WecomMessage['channel'], userId: string, since: Date): Promise<Date[]> {
    const rows = await this.model.find({ userId, channel, sentAt: { $gt: since } }, { sentAt: 1 }).lean();
    return rows
      .flatMap((row) => row.sentAt.filter((at) => at > since))
      .sort((a, b) => a.getTime() - b.getTime());
  }

  /** What the card should show at the next chance; absent: what it shows is right. */
  async setLatest(id: string, latest: object | undefined): Promise<void> {
    await this.model.updateOne({ _id: id }, latest ? { $set: { latest } } : { $unset: { latest: '' } });
  }

  /** References on buttons that the card has got by a change. */
  async addLong(id: string, long: Record<string, string>): Promise<void> {
    const set = Object.fromEntries(Object.entries(long).map(([name, text]) => [`long.${name}`, text]));
    if (Object.keys(set).length) await this.model.updateOne({ _id: id }, { $set: set });
  }

  /** A new card is about to take the place of the old one: written down first, so that a repeat is the same. */
  async beginReplacing(id: string, replacing: Replacement): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { replacing } });
  }

  /** A new card has taken the place of the old one. */
  async replaced(id: string, generation: number, code: string | undefined, now: Date): Promise<void> {
    await this.model.updateOne(
      { _id: id, generation: { $lt: generation } },
      { $set: { generation }, $push: { sentAt: now }, $unset: { replacing: '' } },
    );
    if (code) await this.addCode(id, code, now);
  }
}
