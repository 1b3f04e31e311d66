import type { Op } from '../../core/effect.ts';
import { truncateText } from '../../domain/normalise/text.ts';
import { type Asking, askedNow, type Moved } from '../../domain/questions/asking.ts';
import type { Answer } from '../../domain/questions/item.ts';
import { statesOtherFields } from '../../domain/questions/other-fields.ts';
import { isPlainAnswer, readAnswer } from '../../domain/questions/read-answer.ts';
import { readLine } from '../../domain/questions/read-line.ts';
import {
  asksElse,
  asksWhy,
  isChat,
  leavingIn,
  numberInFront,
  speaksOfFile,
} from '../../domain/questions/words.ts';
import { type Reply, reply, sentence } from '../messages.ts';
import type { Aim, Heard, ListenerDeps } from './heard.ts';
import { type Asker, readOne } from './question-set.ts';
import type { Questions } from './questions.ts';

/** Longer lines that fit no question are notes rather than answers gone wrong. */
const MAX_UNCLEAR = 30;
/** Questions shown to choose from when a late answer fits several. */
const MAX_WHICH = 4;
const SHOWN_BACK = 20;

/** Hears what a typed line is to the questions a person was asked; what is none of their answers it leaves alone. */
export class QuestionListener {
  private readonly deps: ListenerDeps;
  private readonly questions: Questions;

  constructor(deps: ListenerDeps, questions: Questions) {
    this.deps = deps;
    this.questions = questions;
  }

  /**
   * Takes a typed line as an answer, a wish to leave, or a question about the question.
   * @param asked see `of`
   * @returns null when the line is something else: a note, another customer, a question of its own
   */
  async hear(text: string, asked: readonly Asking[], asker: Asker, op: Op): Promise<Heard> {
    const begun = asked.find(({ last }) => last?.key === op.key);
    if (begun?.last) return this.repeat(begun, begun.last, text, asker, op);
    const open = asked.filter((one) => one.open && this.questions.has(one.set));
    const numbered = numberInFront(text);
    if (numbered) {
      const { record, rest } = numbered;
      const named = open.find((one) => one.record === record);
      if (!named || !rest || (await this.statesOthers(named, rest, asker))) return null;
      return this.judge(named, rest, asker, op);
    }
    const newest = await this.questions.newest(open, asker);
    if (newest && (await this.statesOthers(newest, text, asker))) {
      const { leadId, byContext } = await this.deps.notes.read(text, asker);
      return leadId && !byContext ? null : { about: newest.record };
    }
    const heard = newest && (await this.judge(newest, text, asker, op));
    return heard ?? (await this.ofAnother(text, open, newest, asker, op));
  }

  /**
   * `回答 L1024 …`: plainly meant as an answer, to what is asked or to the items it names; as a page sends it, each on a
   * line of its own. What is none is said, and nothing else is lost for it.
   * @returns null when nothing is open about this record
   */
  async answerTo(
    record: string,
    text: string,
    asked: readonly Asking[],
    asker: Asker,
    op: Op,
  ): Promise<Reply[] | null> {
    const begun = asked.find(({ last }) => last?.key === op.key);
    if (begun?.last) return this.repeat(begun, begun.last, text, asker, op);
    const aim = await this.aimAt(record, asked, asker);
    if (!aim) return null;
    const { current, open, asking, set } = aim;
    const context = { playbook: asker.version.playbook, now: asker.now };
    const { answers, problems, rest } = readLine(text, open.items, current, context, undefined, true);
    const wrong = problems.map(({ item, why }) => sentence(`“${item.label}”${why}`));
    if (answers.length) return [...wrong, ...(await this.taken(aim, answers, rest, asker, op))];
    if (wrong.length) return wrong;
    if (!current) return [sentence(`可以填：${open.items.map(({ label }) => label).join('、')}`)];
    const read = await readOne(text, current, set, asking, asker);
    if (!read.ok) return this.unclear(aim, text, asker, op);
    return this.taken(aim, [{ item: current.id, value: read.value, text }], '', asker, op);
  }

  private async aimAt(record: string, asked: readonly Asking[], asker: Asker): Promise<Aim | null> {
    const known = asked.find((one) => one.open && one.record === record && this.questions.has(one.set));
    if (known) {
      const set = this.questions.setOf(known.set);
      const open = await set.open(known, asker);
      return open?.items.length
        ? { asking: known, set, open, current: open.items.find(({ id }) => id === known.item?.id) }
        : null;
    }
    const found = await this.questions.kindFor({ record }, asker);
    const [first] = found?.open.items ?? [];
    if (!found || !first) return null;
    const of = { person: asker.person._id, set: found.set.name, record };
    return { ...found, asking: askedNow(of, first, undefined, asker.now), current: undefined };
  }

  private async judge(asking: Asking, text: string, asker: Asker, op: Op): Promise<Reply[] | null> {
    const set = this.questions.setOf(asking.set);
    const open = await set.open(asking, asker);
    if (!open?.items.length) return null;
    const asked = open.items.find(({ id }) => id === asking.item?.id);
    const current = asked ?? (set.follows && asking.item ? open.items[0] : undefined);
    const aim: Aim = { asking, set, open, current };
    const leaving = leavingIn(text);
    if (leaving) return this.questions.left(asking, leaving, asker, op);
    const given = await this.answersIn(text, aim, asker);
    if (given) return this.taken(aim, given.answers, given.rest, asker, op);
    if (!asked) {
      const gone = await this.droppedOut(aim, text, asker);
      if (gone || !current) return gone;
    }
    if (asksWhy(text)) return this.explained(aim, asker, op);
    return this.unlikely(aim, text, asker, op);
  }

  /** A line of which the note reader makes more than the questions about this lead could. */
  private async statesOthers(asking: Asking, text: string, asker: Asker): Promise<boolean> {
    const set = this.questions.setOf(asking.set);
    if (set.read || !asking.record.startsWith('L')) return false;
    const { items = [] } = (await set.open(asking, asker)) ?? {};
    const { version, now } = asker;
    const isRecord = (words: string) => this.deps.notes.makesRecord(words, version, now);
    return items.length > 0 && statesOtherFields(text, items, version.playbook, now, isRecord);
  }

  /** What of the line is plainly an answer: to the item asked, or to items it names. */
  private async answersIn(
    text: string,
    { asking, set, open, current }: Aim,
    asker: Asker,
  ): Promise<{ answers: Answer[]; rest: string } | null> {
    const { version, now } = asker;
    const context = { playbook: version.playbook, now };
    if (current && (current.kind !== 'text' || set.read)) {
      const read = await readOne(text, current, set, asking, asker);
      if (read.ok && !(current.kind === 'text' && isChat(text)))
        return { answers: [{ item: current.id, value: read.value, text }], rest: '' };
    }
    if (set.read) return null;
    const isRecord = (words: string) => this.deps.notes.makesRecord(words, version, now);
    const { answers, rest } = readLine(text, open.items, current, context, isRecord);
    return answers.length && !asksElse(text) ? { answers, rest } : null;
  }

  private async taken(aim: Aim, answers: Answer[], rest: string, asker: Asker, op: Op): Promise<Reply[]> {
    const { asking, set } = aim;
    // First what was understood, then the record: cut off in between, the same event finds its own answers again.
    const last: Moved = { key: op.key, what: 'answered', answers };
    await this.deps.askings.put({ ...asking, tries: 0, last });
    const replies = await this.questions.carryOut(set, { ...asking, last }, answers, asker, op);
    if (!rest) return replies;
    // 疑问是接口 已报价50万: what took place besides is offered as a record.
    if (this.deps.notes.makesRecord(rest, asker.version, asker.now))
      return [reply('not-recorded', { lead: asking.record }, { text: rest }), ...replies];
    return [sentence(`这几个字没看懂，没有记：“${truncateText(rest, SHOWN_BACK, '…')}”`), ...replies];
  }

  /** A line that is no plain answer: a free text, something else altogether, or an answer gone wrong. */
  private async unlikely(aim: Aim, text: string, asker: Asker, op: Op): Promise<Reply[] | null> {
    const { asking, set, current } = aim;
    if (!current) return null;
    if (isChat(text)) return this.askedAgain(aim, { key: op.key, what: 'chat' }, asker);
    if (asksElse(text)) return null;
    const { version, now } = asker;
    const read = await this.deps.notes.read(text, asker);
    const isOthers = read.leadId !== undefined && !read.byContext && read.leadId !== asking.record;
    if (isOthers || read.nameOnly || read.parts || (read.says && read.stranger)) return null;
    if (current.kind === 'file' && !set.read && !speaksOfFile(text, current.label)) return null;
    // 已经发过了, where a file is asked for and nobody is named, is about the file.
    const says = (current.kind !== 'file' || read.named) && this.deps.notes.makesRecord(text, version, now);
    if (current.kind !== 'text' || set.read)
      return says || text.length > MAX_UNCLEAR ? null : this.unclear(aim, text, asker, op);
    if (says) return [reply('answer-or-note', {}, { text, record: asking.record, label: current.label })];
    const answer = readAnswer(text, current, { playbook: version.playbook, now });
    if (!answer.ok) return this.unclear(aim, text, asker, op);
    return this.taken(aim, [{ item: current.id, value: answer.value, text }], '', asker, op);
  }

  /** Once in a few words; the second time with an example and the ways out, in one message. */
  private async unclear(aim: Aim, text: string, asker: Asker, op: Op): Promise<Reply[]> {
    const { asking, current } = aim;
    if (!current) return [];
    const isAgain = asking.last?.key === op.key;
    const tries = isAgain ? asking.tries : asking.tries + 1;
    if (!isAgain)
      await this.deps.askings.put({
        ...asking,
        at: asker.now,
        tries,
        last: { key: op.key, what: 'unclear' },
      });
    const read = await readOne(text, current, aim.set, asking, asker);
    const why = read.ok ? '' : read.why;
    if (tries < 2)
      return [sentence(`“${truncateText(text, SHOWN_BACK, '…')}”没看懂。${current.label}：${why}`)];
    return [this.help(aim, why, asker)];
  }

  private async explained(aim: Aim, asker: Asker, op: Op): Promise<Reply[]> {
    const { current } = aim;
    const why = current?.why ?? `${aim.open.title} 要用到“${current?.label ?? ''}”。`;
    const again = await this.askedAgain(aim, { key: op.key, what: 'why' }, asker);
    return [sentence(why), ...again];
  }

  private async askedAgain({ asking, set, current }: Aim, last: Moved, asker: Asker): Promise<Reply[]> {
    await this.deps.askings.put({ ...asking, at: asker.now, last });
    return this.cardOf({ set, asking, current }, asker);
  }

  private async cardOf(
    { set, asking, current }: Pick<Aim, 'set' | 'asking' | 'current'>,
    asker: Asker,
  ): Promise<Reply[]> {
    const card = await set.card(asking, current, asker);
    return card ? [card] : [];
  }

  /** What was asked is not wanted any more: the next one is. */
  private async droppedOut(aim: Aim, text: string, asker: Asker): Promise<Reply[] | null> {
    const { asking, set, open } = aim;
    const { item } = asking;
    if (!item || !isPlainAnswer(text, item, { playbook: asker.version.playbook, now: asker.now }))
      return null;
    const gone = sentence(`“${item.label}”现在不用填了。`);
    return [gone, ...(await this.questions.show(set, asking, open.items[0], asker, undefined))];
  }

  /**
   * A line that does not fit what was asked last, or came late: a name may say which questions are meant; a plain answer
   * to others is asked about, never guessed.
   */
  private async ofAnother(
    text: string,
    open: readonly Asking[],
    newest: Asking | undefined,
    asker: Asker,
    op: Op,
  ): Promise<Reply[] | null> {
    const others = open.filter((one) => one !== newest);
    if (!others.length) return null;
    const context = { playbook: asker.version.playbook, now: asker.now };
    const fitting = others.filter(({ item }) => item && !isChat(text) && isPlainAnswer(text, item, context));
    if (fitting.length) {
      const shown = fitting
        .slice(0, MAX_WHICH)
        .map(({ record, item }) => ({ record, label: item?.label ?? '' }));
      return [reply('which-question', {}, { text, shown, more: fitting.length - shown.length })];
    }
    const [, name = '', rest = ''] = /^\s*(\S{2,20})\s+([\s\S]+)$/.exec(text) ?? [];
    if (!name) return null;
    const { leadId, byContext } = await this.deps.notes.read(name, asker);
    const named = byContext ? undefined : others.find(({ record }) => record === leadId);
    if (!named || this.deps.notes.makesRecord(rest, asker.version, asker.now)) return null;
    return this.judge(named, rest, asker, op);
  }

  /** The same event once more: what it did is carried through, and said as it was. */
  private async repeat(
    asking: Asking,
    last: Moved,
    text: string,
    asker: Asker,
    op: Op,
  ): Promise<Reply[] | null> {
    const set = this.questions.setOf(asking.set);
    if (last.what === 'answered') return this.questions.carryOut(set, asking, last.answers ?? [], asker, op);
    if (last.what === 'cancel' || last.what === 'later' || last.what === 'done')
      return this.questions.left(asking, last.what, asker, op);
    const open = await set.open(asking, asker);
    const current = open?.items.find(({ id }) => id === asking.item?.id);
    if (!open || !current) return [];
    const aim: Aim = { asking, set, open, current };
    if (last.what === 'unclear') return this.unclear(aim, text, asker, op);
    if (last.what === 'why') return this.explained(aim, asker, op);
    return this.cardOf(aim, asker);
  }

  private help({ asking, set, current }: Aim, why: string, { platform }: Asker): Reply {
    const link = set.page ? this.deps.pages.questions(platform, set.name, asking.record) : undefined;
    return reply('question-help', {}, { record: asking.record, item: current, why, link });
  }
}
