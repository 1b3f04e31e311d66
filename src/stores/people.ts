import { type Connection, type Model, type QueryFilter, Schema, type UpdateQuery } from 'mongoose';
import { shared } from '../core/batches.ts';
import type { Person } from '../domain/people/person.ts';
import { insertNew, STRICT } from './database.ts';

const schema = new Schema<Person>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    managerId: String,
    team: String,
    level: String,
    regions: [String],
    email: String,
    phone: String,
    active: { type: Boolean, required: true },
    left: Schema.Types.Mixed,
    cap: Number,
    absence: Schema.Types.Mixed,
    unreachable: Schema.Types.Mixed,
    quiet: String,
    slots: [String],
    wins: { type: [Object], default: [] },
    averageCycleDays: Number,
    focus: { type: [Object], default: [] },
    scriptStyle: String,
    greetedBy: String,
    accounts: { type: [Object], default: [] },
  },
  STRICT,
);
// Who sent this event?
schema.index({ 'accounts.platform': 1, 'accounts.userId': 1 });
// Who holds a place for this lead?
schema.index({ slots: 1 });

const AT_ONCE = 10_000;
const REMEMBERED_FOCUS = 20;
const REMEMBERED_WINS = 100;

/** Counts the changes of the directory, so that whoever remembers it can tell cheaply that it is still right. */
interface RevisionRow {
  _id: string;
  n: number;
}

const revisionSchema = new Schema<RevisionRow>(
  { _id: { type: String, required: true }, n: { type: Number, required: true } },
  STRICT,
);
const DIRECTORY = 'people';

export class PeopleStore {
  private readonly model: Model<Person>;
  private readonly revisions: Model<RevisionRow>;

  constructor(connection: Connection) {
    this.model = connection.model<Person>('Person', schema, 'people');
    this.revisions = connection.model<RevisionRow>('Revision', revisionSchema, 'revisions');
  }

  /** Another one whenever somebody came, left or was changed; not for slots, wins and focus, which change all day. */
  readonly revision: () => Promise<number> = shared(async () => {
    const row = await this.revisions.findOne({ _id: DIRECTORY }).lean();
    return row?.n ?? 0;
  });

  /** Makes everybody read the directory anew: after a change, and at start in case a change was cut off here. */
  async changed(): Promise<void> {
    await this.revisions.updateOne({ _id: DIRECTORY }, { $inc: { n: 1 } }, { upsert: true });
  }

  /** Everybody. Read for each lead that is given to somebody: in one answer, and the same for all that ask together. */
  readonly all: () => Promise<readonly Person[]> = shared(async () =>
    this.model.find({}).sort({ _id: 1 }).batchSize(AT_ONCE).lean(),
  );

  async get(id: string): Promise<Person | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  async byAccount(platform: string, userId: string): Promise<Person | null> {
    return this.model.findOne({ accounts: { $elemMatch: { platform, userId } } }).lean();
  }

  /** Adds or changes people from a directory; what they earned and carry (slots, wins, focus) is kept. */
  async upsert(
    person: Omit<Person, 'slots' | 'wins' | 'focus' | 'averageCycleDays'> & Partial<Person>,
  ): Promise<void> {
    const { _id, slots = [], wins = [], focus = [], averageCycleDays, ...directory } = person;
    const known = Object.fromEntries(Object.entries(directory).filter(([, value]) => value !== undefined));
    await this.model.updateOne(
      { _id },
      {
        $set: known,
        $setOnInsert: { slots, wins, focus, ...(averageCycleDays === undefined ? {} : { averageCycleDays }) },
      },
      { upsert: true },
    );
    await this.changed();
  }

  /** What people were asked is kept elsewhere by now. */
  async dropAsked(): Promise<void> {
    // No property of a person any more, so not one the schema lets through.
    await this.model.collection.updateMany({ asked: { $exists: true } }, { $unset: { asked: '' } });
  }

  /** Fills an empty directory; one that knows anybody is left alone. */
  async addAll(people: readonly Person[]): Promise<void> {
    if ((await this.all()).length > 0) return;
    await insertNew(this.model, people);
    await this.changed();
  }

  /** The platform calls this person otherwise from now on. */
  async renameAccount(platform: string, from: string, to: string): Promise<void> {
    const person = await this.byAccount(platform, from);
    if (!person) return;
    const { accounts } = person;
    const renamed = accounts.map((a) =>
      a.platform === platform && a.userId === from ? { platform, userId: to } : a,
    );
    await this.model.updateOne({ _id: person._id, accounts }, { $set: { accounts: renamed } });
    await this.changed();
  }

  /**
   * Claims a place for a lead with this rep, if the rep still carries fewer than `cap` others. One atomic update:
   * two leads arriving together never both get the last place. Claiming again for the same lead succeeds.
   */
  async claimSlot(userId: string, leadId: string, cap: number): Promise<boolean> {
    const free = [{ slots: leadId }, { [`slots.${cap - 1}`]: { $exists: false } }];
    const claimed = await this.model.updateOne(
      { _id: userId, active: true, $or: free } as QueryFilter<Person>,
      { $addToSet: { slots: leadId } },
    );
    return claimed.matchedCount === 1;
  }

  /** Claims a place whatever the cap: a manager's own decision. */
  async forceSlot(userId: string, leadId: string): Promise<boolean> {
    const claimed = await this.model.updateOne(
      { _id: userId, active: true },
      { $addToSet: { slots: leadId } },
    );
    return claimed.matchedCount === 1;
  }

  /** Takes the lead's place with `owner` and frees it everywhere else. @returns whether anything changed */
  async settleSlots(leadId: string, owner: string | undefined): Promise<boolean> {
    const holders = await this.model.find({ slots: leadId }, { _id: 1 }).lean();
    const others = holders.flatMap(({ _id }) => (_id === owner ? [] : [_id]));
    const missing = owner !== undefined && others.length === holders.length;
    if (others.length) await this.model.updateMany({ _id: { $in: others } }, { $pull: { slots: leadId } });
    if (missing) await this.forceSlot(owner, leadId);
    return others.length > 0 || missing;
  }

  /** Notes that the person is busy with this lead now. */
  async setFocus(userId: string, leadId: string, now: Date): Promise<void> {
    await this.model.updateOne(
      { _id: userId },
      { $push: { focus: { $each: [{ leadId, at: now }], $slice: -REMEMBERED_FOCUS } } },
    );
  }

  async setScriptStyle(_id: string, scriptStyle: NonNullable<Person['scriptStyle']>): Promise<void> {
    await this.model.updateOne({ _id }, { $set: { scriptStyle } });
  }

  /** @returns true for the first event that greets this person, and for the same event again */
  async greet(userId: string, key: string): Promise<boolean> {
    const greeted = await this.model.updateOne(
      { _id: userId, $or: [{ greetedBy: { $exists: false } }, { greetedBy: key }] },
      { $set: { greetedBy: key } },
    );
    return greeted.matchedCount === 1;
  }

  /** A deal won, once per `key`: categories for routing and the running mean of the cycle. */
  async addWin(
    userId: string,
    key: string,
    win: { categories: string[]; at: Date; cycleDays?: number | undefined },
  ): Promise<void> {
    const person = await this.get(userId);
    if (!person) return;
    // A deal in no category counts too.
    const categories = win.categories.length ? win.categories : [''];
    const deals = new Set(person.wins.map((w) => w.at.getTime())).size;
    const { cycleDays } = win;
    const average = person.averageCycleDays ?? cycleDays;
    // Of a deal made before the product was used nobody knows how long it took.
    const averageCycleDays =
      cycleDays === undefined || average === undefined
        ? average
        : Math.round(((average * deals + cycleDays) / (deals + 1)) * 10) / 10;
    // In the filter and not looked up before: the writer and the sweep may move one effect at the same time.
    await this.model.updateOne(
      { _id: userId, 'wins.key': { $ne: key } } as QueryFilter<Person>,
      {
        $push: {
          wins: {
            $each: categories.map((category) => ({ category, at: win.at, key, cycleDays: win.cycleDays })),
            $slice: -REMEMBERED_WINS,
          },
        },
        ...(averageCycleDays !== undefined && { $set: { averageCycleDays } }),
      } as UpdateQuery<Person>,
    );
  }

  /** Takes a deal back, and out of the mean of the cycle. */
  async dropWin(key: string): Promise<void> {
    const holders = await this.model.find({ 'wins.key': key } as QueryFilter<Person>).lean();
    for (const { _id, wins, averageCycleDays } of holders) {
      const days = wins.find((win) => win.key === key)?.cycleDays;
      const deals = new Set(wins.map((win) => win.at.getTime())).size;
      const isKnown = days !== undefined && averageCycleDays !== undefined;
      const before =
        isKnown && deals > 1
          ? Math.round(((averageCycleDays * deals - days) / (deals - 1)) * 10) / 10
          : averageCycleDays;
      await this.model.updateOne(
        { _id, 'wins.key': key } as QueryFilter<Person>,
        {
          $pull: { wins: { key } },
          ...(deals > 1 ? { $set: { averageCycleDays: before } } : { $unset: { averageCycleDays: '' } }),
        } as UpdateQuery<Person>,
      );
    }
  }

  async patch(
    userId: string,
    set: Partial<Pick<Person, 'absence' | 'unreachable' | 'quiet' | 'active' | 'left' | 'cap'>>,
  ): Promise<void> {
    const unset = Object.fromEntries(
      Object.entries(set)
        .filter(([, v]) => v === undefined)
        .map(([k]) => [k, '']),
    );
    const kept = Object.fromEntries(Object.entries(set).filter(([, v]) => v !== undefined));
    await this.model.updateOne({ _id: userId }, {
      ...(Object.keys(kept).length ? { $set: kept } : {}),
      ...(Object.keys(unset).length ? { $unset: unset } : {}),
    } as UpdateQuery<Person>);
    await this.changed();
  }
}
