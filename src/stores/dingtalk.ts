import { type Connection, type Model, Schema } from 'mongoose';
import { isDuplicateKey, STRICT } from './database.ts';

/** One message of the outbox as it went to DingTalk: what a repeated send, a click and a later change need. */
export interface DingtalkMessage {
  /** Also the card's outTrackId. */
  _id: string;
  /** The outbox key. */
  key: string;
  userId: string;
  /** What is sent, one after the other; frozen before the first try, so that a repeat goes on where it stopped. */
  parts: DingtalkPart[];
  /** How many of the parts DingTalk has accepted. */
  accepted: number;
  /** The part whose last try was not answered: it may have arrived. */
  doubtful?: number | undefined;
  /** By what DingTalk names its parts when somebody quotes one. */
  quotedAs?: string[] | undefined;
  /** Commands of the card's buttons by their ids, those of earlier states among them. */
  actions: Record<string, string>;
  /** A click is being answered until then at most: the card must not be changed otherwise. */
  answeringUntil?: Date | undefined;
  purgeAt: Date;
}

/** A message of the robot's by its kind and parameters. */
export interface RobotPart {
  as: 'message';
  msgKey: string;
  msgParam: Record<string, string>;
}

/** An interactive card by its template's variables. */
export interface CardPart {
  as: 'card';
  /** For the list of chats. */
  title: string;
  data: Record<string, string>;
  /** Created, but DingTalk said that it was not delivered. */
  created?: boolean | undefined;
  /** Since when DingTalk is too busy for it. */
  busySince?: Date | undefined;
}

export type DingtalkPart = RobotPart | CardPart;

/** What the company has used of its month. */
export interface DingtalkUsage {
  /** `2026-11`, China's time. */
  _id: string;
  /** Calls of the server API. */
  calls: number;
  /** Messages in and out over Stream, webhooks and callbacks. */
  messages: number;
  /** DingTalk said that the month is used up, whatever we counted: other apps of the company count, too. */
  usedUp?: { calls?: Date; messages?: Date } | undefined;
}

/** A person's single chat with the robot. */
export interface DingtalkChat {
  /** The person's id in DingTalk. */
  _id: string;
  /** Their id for calendars and to-dos. */
  unionId?: string | undefined;
  /** Where to answer their last message until when; a secret. */
  replyUrl?: string | undefined;
  replyUntil?: Date | undefined;
  /** The last day of a work notice, and how many there were on it. */
  noticeDay?: string | undefined;
  notices?: number | undefined;
}

/** An entry of somebody's calendar that is being added. */
export interface DingtalkEntry {
  /** The entry's key. */
  _id: string;
  /** What DingTalk knows it by. */
  token: string;
  entry: { key: string; userId: string; title: string; note: string; begins: Date; ends: Date };
}

/** As long as the outbox keeps its rows. */
const KEEP_MS = 60 * 24 * 3_600_000;

const messageSchema = new Schema<DingtalkMessage>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    userId: { type: String, required: true },
    parts: { type: [Object], required: true },
    accepted: { type: Number, required: true },
    doubtful: Number,
    quotedAs: { type: [String], default: undefined },
    actions: { type: Schema.Types.Mixed, default: {} },
    answeringUntil: Date,
    purgeAt: { type: Date, required: true },
  },
  { ...STRICT, minimize: false },
);
messageSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 });
// Which message somebody quotes.
messageSchema.index({ quotedAs: 1 }, { sparse: true });

const usageSchema = new Schema<DingtalkUsage>(
  {
    _id: { type: String, required: true },
    calls: { type: Number, default: 0 },
    messages: { type: Number, default: 0 },
    usedUp: Schema.Types.Mixed,
  },
  STRICT,
);

const chatSchema = new Schema<DingtalkChat>(
  {
    _id: { type: String, required: true },
    unionId: String,
    replyUrl: String,
    replyUntil: Date,
    noticeDay: String,
    notices: Number,
  },
  STRICT,
);

const entrySchema = new Schema<DingtalkEntry>(
  {
    _id: { type: String, required: true },
    token: { type: String, required: true },
    entry: { type: Schema.Types.Mixed, required: true },
  },
  STRICT,
);

export class DingtalkStore {
  private readonly messages: Model<DingtalkMessage>;
  private readonly usages: Model<DingtalkUsage>;
  private readonly chats: Model<DingtalkChat>;
  private readonly entries: Model<DingtalkEntry>;

  constructor(connection: Connection) {
    this.messages = connection.model<DingtalkMessage>('DingtalkMessage', messageSchema, 'dingtalk-messages');
    this.usages = connection.model<DingtalkUsage>('DingtalkUsage', usageSchema, 'dingtalk-usage');
    this.entries = connection.model<DingtalkEntry>('DingtalkEntry', entrySchema, 'dingtalk-entries');
    this.chats = connection.model<DingtalkChat>('DingtalkChat', chatSchema, 'dingtalk-chats');
  }

  async get(id: string): Promise<DingtalkMessage | null> {
    return this.messages.findOne({ _id: id }).lean();
  }

  /** Writes down what is about to be sent, unless that was done before: then the earlier one stands. */
  async begin(
    message: Pick<DingtalkMessage, '_id' | 'key' | 'userId' | 'parts' | 'actions'>,
    now: Date,
  ): Promise<DingtalkMessage> {
    const row = { ...message, accepted: 0, purgeAt: new Date(now.getTime() + KEEP_MS) };
    try {
      await this.messages.create(row);
      return row;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.get(message._id)) ?? row;
    }
  }

  /** One more part is with DingTalk. @param quotedAs by what DingTalk will name it when somebody quotes it */
  async accept(id: string, accepted: number, quotedAs?: string): Promise<void> {
    const named = quotedAs ? { $addToSet: { quotedAs } } : {};
    const before = { _id: id, accepted: { $lt: accepted } };
    await this.messages.updateOne(before, { $set: { accepted }, ...named });
  }

  /** What this person was sent and quotes. Messages to several people at once share a key. */
  async quoted(userId: string, key: string): Promise<DingtalkMessage | null> {
    return this.messages.findOne({ quotedAs: key, userId }).lean();
  }

  /** Nobody knows whether this part arrived. */
  async setDoubtful(id: string, part: number): Promise<void> {
    await this.messages.updateOne({ _id: id }, { $set: { doubtful: part } });
  }

  /** The parts take another form, as far as none of them is on its way. */
  async setParts(id: string, parts: DingtalkPart[]): Promise<void> {
    await this.messages.updateOne({ _id: id }, { $set: { parts } });
  }

  /** Buttons that the card has got by a change. */
  async addActions(id: string, actions: Record<string, string>): Promise<void> {
    const set = Object.fromEntries(Object.entries(actions).map(([name, text]) => [`actions.${name}`, text]));
    if (Object.keys(set).length) await this.messages.updateOne({ _id: id }, { $set: set });
  }

  /** Somebody clicked: until `until` the answer alone changes the card. Null when there is no such card. */
  async beginAnswer(id: string, until: Date): Promise<DingtalkMessage | null> {
    return this.messages
      .findOneAndUpdate({ _id: id }, { $set: { answeringUntil: until } }, { returnDocument: 'after' })
      .lean();
  }

  async endAnswer(id: string): Promise<void> {
    await this.messages.updateOne({ _id: id }, { $unset: { answeringUntil: '' } });
  }

  async chat(userId: string): Promise<DingtalkChat | null> {
    return this.chats.findOne({ _id: userId }).lean();
  }

  async keepChat(userId: string, replyUrl: string, replyUntil: Date): Promise<void> {
    await this.chats.updateOne({ _id: userId }, { $set: { replyUrl, replyUntil } }, { upsert: true });
  }

  /** The address for answers has ended. */
  async forgetChat(userId: string): Promise<void> {
    await this.chats.updateOne({ _id: userId }, { $unset: { replyUrl: '', replyUntil: '' } });
  }

  async unionId(userId: string): Promise<string | undefined> {
    return (await this.chat(userId))?.unionId;
  }

  async keepUnionId(userId: string, unionId: string): Promise<void> {
    await this.chats.updateOne({ _id: userId }, { $set: { unionId } }, { upsert: true });
  }

  /** An entry whose adding was begun and not finished. */
  async entry(key: string): Promise<DingtalkEntry | null> {
    return this.entries.findOne({ _id: key }).lean();
  }

  /** Writes down what is about to be added, unless one of this key was begun before: then that one stands. */
  async beginEntry(row: DingtalkEntry): Promise<DingtalkEntry> {
    try {
      await this.entries.create(row);
      return row;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.entry(row._id)) ?? row;
    }
  }

  async endEntry(key: string): Promise<void> {
    await this.entries.deleteOne({ _id: key });
  }

  /** One more work notice. @returns how many there are today, this one among them */
  async countNotice(userId: string, now: Date): Promise<number> {
    const noticeDay = inChina(now).slice(0, 10);
    const today = { _id: userId, noticeDay };
    const more = await this.chats
      .findOneAndUpdate(today, { $inc: { notices: 1 } }, { returnDocument: 'after' })
      .lean();
    if (more) return more.notices ?? 1;
    await this.chats.updateOne({ _id: userId }, { $set: { noticeDay, notices: 1 } }, { upsert: true });
    return 1;
  }

  async addUsage(now: Date, used: { calls?: number; messages?: number }): Promise<void> {
    await this.usages.updateOne({ _id: monthOf(now) }, { $inc: used }, { upsert: true });
  }

  /** DingTalk refuses for the rest of the month. */
  async setUsedUp(now: Date, what: 'calls' | 'messages'): Promise<void> {
    await this.usages.updateOne(
      { _id: monthOf(now) },
      { $set: { [`usedUp.${what}`]: now }, $setOnInsert: { calls: 0, messages: 0 } },
      { upsert: true },
    );
  }

  /** It takes them again: a pack was bought, or there is grace. */
  async setUsable(now: Date, what: 'calls' | 'messages'): Promise<void> {
    await this.usages.updateOne({ _id: monthOf(now) }, { $unset: { [`usedUp.${what}`]: '' } });
  }

  async usage(now: Date): Promise<DingtalkUsage> {
    const month = monthOf(now);
    return (await this.usages.findOne({ _id: month }).lean()) ?? { _id: month, calls: 0, messages: 0 };
  }
}

function monthOf(now: Date): string {
  return inChina(now).slice(0, 7);
}

/** DingTalk's days and months are China's, which knows no summer time. */
function inChina(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString();
}
