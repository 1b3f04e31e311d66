import type { Op } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { type Asking, askedNow, askingId, isFresh, type Moved } from '../../domain/questions/asking.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import type { Leaving } from '../../domain/questions/words.ts';
import type { AskingStore } from '../../stores/askings.ts';
import { type Reply, sentence } from '../messages.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from './question-set.ts';

export interface QuestionDeps {
  askings: AskingStore;
  sets: readonly QuestionSet[];
}

/**
 * Questions about records, asked one at a time in chat and all at once on a page. What a person was asked is kept; what
 * is still open follows from the record, so an answer that came another way is never asked for again.
 */
export class Questions {
  private readonly deps: QuestionDeps;
  private readonly sets: ReadonlyMap<string, QuestionSet>;

  constructor(deps: QuestionDeps) {
    this.deps = deps;
    this.sets = new Map(deps.sets.map((set) => [set.name, set]));
  }

  /** What stands open with a person, the newest first; see AskingStore.of. */
  async of(personId: string, op: Pick<Op, 'key' | 'now'>): Promise<Asking[]> {
    return this.deps.askings.of(personId, op.key, op.now);
  }

  has(name: string): boolean {
    return this.sets.has(name);
  }

  /** Asks for the next open item, or for `itemId`; where that is not open, shows what has become of the whole. */
  async ask(name: string, about: AskedAbout, asker: Asker, itemId?: string): Promise<Reply[]> {
    const set = this.setOf(name);
    const open = await set.open(about, asker);
    const item = itemId === undefined ? open?.items[0] : open?.items.find(({ id }) => id === itemId);
    return this.show(set, about, item, asker, undefined);
  }

  /** The questions that are open, for a page. Null: there is no such set, or it is not for this person. */
  async open(name: string, about: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const set = this.sets.get(name);
    return set?.page ? set.open(about, asker) : null;
  }

  /** What was asked last and still counts as asked; questions that are over by now are passed by. */
  async newest(asked: readonly Asking[], asker: Asker): Promise<Asking | undefined> {
    const fresh = asked.filter(
      (one) => one.open && this.has(one.set) && isFresh(one, this.setOf(one.set).withinMs, asker.now),
    );
    for (const one of fresh) if ((await this.setOf(one.set).open(one, asker))?.items.length) return one;
    return fresh[0];
  }

  /** Which file was asked for: the one asked now, or the only one that the newest questions still miss. */
  async fileFor(
    asked: readonly Asking[],
    asker: Asker,
  ): Promise<{ record: string; item: string } | undefined> {
    const newest = await this.newest(asked, asker);
    const open = newest && (await this.setOf(newest.set).open(newest, asker));
    const files = open?.items.filter(({ kind }) => kind === 'file') ?? [];
    const item =
      files.find(({ id }) => id === newest?.item?.id) ?? (files.length === 1 ? files[0] : undefined);
    return newest && item && { record: newest.record, item: item.id };
  }

  /** The kind of questions with something open about this record, where the person was asked none of them yet. */
  async kindFor(about: AskedAbout, asker: Asker): Promise<{ set: QuestionSet; open: OpenQuestions } | null> {
    for (const set of this.sets.values()) {
      const open = set.page ? await set.open(about, asker) : null;
      if (open?.items.length) return { set, open };
    }
    return null;
  }

  /** 取消 or 稍后, of what is asked about this record. @returns null when nothing is */
  async leave(
    record: string,
    how: Leaving,
    asked: readonly Asking[],
    asker: Asker,
    op: Op,
  ): Promise<Reply[] | null> {
    const asking = asked.find((one) => one.record === record && (one.open || one.last?.key === op.key));
    return asking ? this.left(asking, how, asker, op) : null;
  }

  /** Asks again what was put off. @returns null when nothing is open about this record */
  async goOn(record: string, asked: readonly Asking[], asker: Asker): Promise<Reply[] | null> {
    const asking = asked.find((one) => one.open && one.record === record);
    if (!asking) return null;
    const set = this.setOf(asking.set);
    const items = (await set.open(asking, asker))?.items ?? [];
    const item = items.find(({ id }) => id === asking.item?.id) ?? items[0];
    return this.show(set, asking, item, asker, undefined);
  }

  /** Writes answers, and asks for what comes next. */
  async carryOut(set: QuestionSet, asking: Asking, answers: readonly Answer[], asker: Asker, op: Op) {
    const said = await set.answer(asking, answers, asker, op);
    const items = (await set.open(asking, asker))?.items ?? [];
    const next = set.next ? set.next(items, answers) : items[0];
    return [...said, ...(await this.show(set, asking, next, asker, asking.last))];
  }

  /** Puts it off, or drops it. */
  async left(asking: Asking, wish: Leaving, asker: Asker, op: Op): Promise<Reply[]> {
    const set = this.setOf(asking.set);
    // What cannot end before all is answered is put off.
    const how = wish === 'done' && !set.ends ? 'later' : wish;
    const last: Moved = { key: op.key, what: how };
    // Before the record changes: with nothing open about it, the event's second delivery finds what it was by this.
    await this.deps.askings.put({ ...asking, open: how === 'later', item: undefined, tries: 0, last });
    return set.leave
      ? set.leave(asking, how, asker, op)
      : [sentence(how === 'later' ? `好的，先放着。要接着填请发：继续 ${asking.record}` : '好的，不问了。')];
  }

  /** Asks for `item`; without one shows what has become of the whole. */
  async show(
    set: QuestionSet,
    about: AskedAbout,
    item: QuestionItem | undefined,
    asker: Asker,
    last: Moved | undefined,
  ): Promise<Reply[]> {
    const of = { person: asker.person._id, set: set.name, record: about.record, detail: about.detail };
    if (item) await this.deps.askings.put(askedNow(of, item, last, asker.now));
    else await this.close(of, last);
    const card = await set.card(about, item, asker);
    return card ? [card] : [];
  }

  /** These questions are over, whoever answered them and however. */
  async over(name: string, record: string, { person }: Asker): Promise<void> {
    await this.close({ person: person._id, set: name, record }, undefined);
  }

  private async close(of: Parameters<typeof askingId>[0], last: Moved | undefined): Promise<void> {
    const known = await this.deps.askings.get(askingId(of));
    if (known) await this.deps.askings.put({ ...known, open: false, item: undefined, tries: 0, last });
  }

  /** @throws GenjinError `not-found` for one an earlier version asked */
  setOf(name: string): QuestionSet {
    const set = this.sets.get(name);
    if (!set)
      throw new GenjinError('not-found', `No questions called ${name}`, {
        userText: '这些问题已经不用回答了',
      });
    return set;
  }
}
