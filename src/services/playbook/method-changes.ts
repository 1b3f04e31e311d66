import { diffPlaybooks, type PlaybookChange } from '../../config/diff-playbooks.ts';
import { checkedText, type PlannedChange, planWish } from '../../config/wishes/index.ts';
import { type Touch, WishProblem } from '../../config/wishes/wish.ts';
import { type EffectBody, type Op, step } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { subjectOf } from '../../core/message.ts';
import { cleanText } from '../../domain/normalise/text.ts';
import type { Person } from '../../domain/people/person.ts';
import { EVERYTHING, mayChangePart } from '../../domain/people/scope.ts';
import type { MethodChange } from '../../domain/playbook/change.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { Change } from '../../stores/aggregate.ts';
import type { CounterStore } from '../../stores/counters.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { MethodChangeStore } from '../../stores/method-changes.ts';
import type { PlaybookRow, PlaybookStore } from '../../stores/playbooks.ts';
import type { Changes } from '../changes.ts';
import { type CheckedPlaybook, type Playbooks, StaleBase } from '../playbooks.ts';

export interface MethodChangeDeps {
  methodChanges: MethodChangeStore;
  versions: Pick<PlaybookStore, 'newest' | 'get' | 'list'>;
  playbooks: Playbooks;
  counters: CounterStore;
  leads: LeadStore;
  customers: CustomerStore;
  changes: Changes;
}

const FIRST = 101;
const MAX_SHOWN = 60;
const ROLL_BACK = /^回退规则\s*(?:到|第)?\s*(\d{1,6})?\s*版?$/;

/** A wish and what it comes to under the playbook in force. */
interface Planned extends PlannedChange {
  base: number;
  touched: string[];
}

/** What came of a tap on 发布. */
export interface Published {
  change: MethodChange;
  /** Who published in between; then nothing was published, and the card shows the difference to theirs. */
  since?: Pick<PlaybookRow, '_id' | 'by' | 'title'> | undefined;
}

/**
 * Changes of the playbook by the people who sell (A7): asked for in a line, shown as a difference, published by one tap
 * as a version whose author is the person, taken back by one tap.
 */
export class MethodChangeService {
  private readonly deps: MethodChangeDeps;

  constructor(deps: MethodChangeDeps) {
    this.deps = deps;
  }

  async get(id: string): Promise<MethodChange | null> {
    return this.deps.methodChanges.get(id);
  }

  /** What 试跑 without a number may mean. */
  async lastOpenOf(person: Pick<Person, '_id'>): Promise<MethodChange | null> {
    return this.deps.methodChanges.lastOpenOf(person._id);
  }

  /** The newest first. */
  async history(limit: number): Promise<Omit<PlaybookRow, 'content' | 'source'>[]> {
    return this.deps.versions.list(limit);
  }

  /**
   * Keeps the wish with what it would change; nothing is published. Repeating it with the same `op` gives the same.
   * @throws WishProblem when it cannot be carried out, `forbidden` when this person may not change that part
   */
  async propose(line: string, person: Person, op: Op): Promise<MethodChange> {
    const known = await this.deps.methodChanges.byOrigin(op.key);
    if (known) return known;
    const wish = cleanText(line, { max: 2000, multiline: true, keepWidth: true });
    const planned = await this.plan(wish, person);
    const _id = `G${await this.deps.counters.next('method-change', FIRST)}`;
    const own = { _id, originKey: op.key, wish, by: person._id, at: op.now, state: 'open' as const };
    try {
      return await this.deps.changes.insert(this.deps.methodChanges, { ...own, ...shownOf(planned) }, op);
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.deps.methodChanges.byOrigin(op.key) : null;
      if (!other) throw error;
      return other;
    }
  }

  /**
   * Publishes it upon the version it was shown with. Where somebody published in between nothing is: it is compared
   * with theirs and shown anew.
   * @throws WishProblem when it cannot be carried out any more
   */
  async publish(change: MethodChange, person: Person, op: Op): Promise<Published> {
    if (change.state === 'published') return { change };
    if (change.state !== 'open') throw refused(change, '已经不能发布了，请重新发一遍');
    const mark = { change: change._id, base: change.base, title: change.title };
    try {
      const make = async (before: CheckedPlaybook) =>
        (await this.planUpon(change.wish, before, person)).loaded;
      const { version } = await this.deps.playbooks.change(make, mark, person._id, op.now);
      const text = `打法第 ${version} 版：${change.title}`;
      return {
        change: await this.move(change, 'published', op, { kind: 'playbook.published', text }, { version }),
      };
    } catch (error) {
      if (!(error instanceof StaleBase)) throw error;
      const planned = await this.plan(change.wish, person);
      const set = shownOf(planned);
      const after = await this.change(change, step(op, `upon-${planned.base}`), () => ({ set }));
      const newest = await this.deps.versions.newest();
      return { change: after, since: newest ?? undefined };
    }
  }

  async drop(change: MethodChange, op: Op): Promise<MethodChange> {
    if (change.state === 'published') throw refused(change, `已经发布，要收回请发：撤回规则 ${change._id}`);
    return this.move(change, 'dropped', op, { kind: 'playbook.dropped', text: `放弃修改：${change.title}` });
  }

  /**
   * Publishes the version before it again. @throws GenjinError `invalid` when somebody has published since: their change
   * must not go with it
   */
  async undo(change: MethodChange, person: Person, op: Op): Promise<MethodChange> {
    if (change.state === 'undone') return change;
    const { version } = change;
    if (change.state !== 'published' || version === undefined) throw refused(change, '还没有发布，不用撤回');
    assertMayChange(person, change.differences);
    const row = await this.deps.versions.get(version - 1);
    if (!row) throw refused(change, '之前没有别的版本');
    const mark = {
      change: `${change._id}/back`,
      base: version,
      title: `撤回 ${change._id}：${change.title}`,
    };
    try {
      const loaded = checkedText(row.source, row.content.lookups);
      await this.deps.playbooks.change(async () => loaded, mark, person._id, op.now);
    } catch (error) {
      if (!(error instanceof StaleBase)) throw error;
      const newest = await this.deps.versions.newest();
      const since = `之后又发布到了第 ${newest?._id} 版（${newest?.title ?? '见「规则 历史」'}）`;
      throw refused(
        change,
        `是第 ${version} 版，${since}。要连同后面的一起退回，请发：回退规则 ${version - 1}`,
      );
    }
    const text = `撤回打法第 ${version} 版：${change.title}`;
    return this.move(change, 'undone', op, { kind: 'playbook.rolled-back', text });
  }

  /** What the waiting change would make of the playbook in force. @throws WishProblem */
  async draftOf(change: MethodChange, person: Person): Promise<PlaybookVersion> {
    const { base, loaded } = await this.plan(change.wish, person);
    return { version: base, playbook: loaded.playbook, lookups: loaded.lookups };
  }

  private async plan(wish: string, person: Person): Promise<Planned> {
    const row = await this.deps.versions.newest();
    if (!row) throw new WishProblem('还没有发布打法');
    const { playbook } = await this.deps.playbooks.get(row._id);
    const planned = await this.planUpon(
      wish,
      { playbook, lookups: row.content.lookups, source: row.source },
      person,
    );
    return { ...planned, base: row._id };
  }

  private async planUpon(
    wish: string,
    before: CheckedPlaybook,
    person: Person,
  ): Promise<Omit<Planned, 'base'>> {
    const back = ROLL_BACK.exec(wish);
    const planned = back ? await this.planBack(back[1], before) : planWish(wish, before);
    if (!planned.changes.length) throw new WishProblem('和现在的打法一样，没有要改的');
    assertMayChange(person, planned.changes);
    return { ...planned, touched: await this.touched(planned.touches) };
  }

  /** `回退规则 7`: the text of that version; without a number of the one before the newest. */
  private async planBack(number: string | undefined, before: CheckedPlaybook): Promise<PlannedChange> {
    const newest = await this.deps.versions.newest();
    const version = number === undefined ? (newest?._id ?? 1) - 1 : Number(number);
    const row = version > 0 ? await this.deps.versions.get(version) : null;
    if (!row)
      throw new WishProblem(
        number === undefined ? '前面没有别的版本' : `没有第 ${version} 版。发「规则 历史」看有哪些`,
      );
    const loaded = checkedText(row.source, row.content.lookups);
    return {
      title: `回到第 ${version} 版`,
      touches: [],
      loaded,
      changes: diffPlaybooks(before.playbook, loaded.playbook),
      warnings: [],
    };
  }

  /** @throws WishProblem for what must not be done while records stand in the way */
  private async touched(touches: readonly Touch[]): Promise<string[]> {
    const said: string[] = [];
    for (const touch of touches) {
      if (touch.kind === 'note') {
        said.push(touch.text);
        continue;
      }
      const counts: string[] = [];
      if (touch.on.includes('leads')) {
        const n = await this.deps.leads.count(EVERYTHING.leads, touch.filter);
        if (n) counts.push(`${n} 条线索`);
      }
      if (touch.on.includes('customers')) {
        const n = await this.deps.customers.count(EVERYTHING.customers, touch.filter);
        if (n) counts.push(`${n} 位客户`);
      }
      if (!counts.length) continue;
      const text = touch.text(counts.join('、'));
      if (touch.blocks) throw new WishProblem(`没有改动：${text}`);
      said.push(text);
    }
    return said;
  }

  private move(
    change: MethodChange,
    state: MethodChange['state'],
    op: Op,
    entry: { kind: string; text: string },
    set: Partial<MethodChange> = {},
  ): Promise<MethodChange> {
    return this.change(change, op, (current) => ({
      set: { ...set, state, done: { by: op.by, at: op.now } },
      effects: [{ type: 'audit', entry: { ...entry, after: { change: current._id } } }],
    }));
  }

  private async change(
    { _id }: MethodChange,
    op: Op,
    decide: (current: MethodChange) => Change<MethodChange> | null,
  ): Promise<MethodChange> {
    const refresh: EffectBody = { type: 'refresh', subject: subjectOf('change', _id) };
    const { doc } = await this.deps.changes.change(this.deps.methodChanges, _id, op, (current) => {
      const change = decide(current);
      return change && { ...change, effects: [...(change.effects ?? []), refresh] };
    });
    return doc;
  }
}

function shownOf({ base, title, changes, touched, warnings }: Planned) {
  // The database keeps undefined as null: what is not there stays away.
  const differences = JSON.parse(JSON.stringify(changes.slice(0, MAX_SHOWN))) as MethodChange['differences'];
  return { base, title, differences, touches: touched, warnings };
}

/** @throws GenjinError `forbidden` naming the part this person's role may not change */
function assertMayChange(person: Person, changes: readonly Pick<PlaybookChange, 'path' | 'label'>[]): void {
  const barred = changes.find(({ path }) => !mayChangePart(person, path));
  if (!barred) return;
  const part = barred.label.split(' › ')[0] ?? barred.label;
  throw new GenjinError('forbidden', `${person._id} may not change ${barred.path}`, {
    userText: `「${part}」由总监、区域经理或管理员修改；您可以改话术和说法。请把这一行转给他们`,
  });
}

/** Why a wish could not be carried out, with lines that would do; undefined for anything else that went wrong. */
export function asWishProblem(error: unknown): WishProblem | undefined {
  return error instanceof WishProblem ? error : undefined;
}

function refused({ _id, title }: MethodChange, why: string): GenjinError {
  return new GenjinError('invalid', `${_id}: no such step of a change`, {
    userText: `${_id}（${title}）${why}`,
  });
}
