import { type Op, step } from '../../core/effect.ts';
import { journeyOf } from '../../domain/journey/journey.ts';
import { endStage } from '../../domain/journey/stages.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { mayManage } from '../../domain/people/scope.ts';
import { askedNow } from '../../domain/questions/asking.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import type { ReadAnswer } from '../../domain/questions/read-answer.ts';
import type { AskingStore } from '../../stores/askings.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { type Reply, reply, sentence } from '../messages.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';
import type { JourneyService, Moved } from './journey.ts';

export interface MoveReasonDeps {
  leads: Pick<LeadStore, 'find'>;
  journey: Pick<JourneyService, 'moveStage'>;
  askings: Pick<AskingStore, 'put'>;
}

const WITHIN_MS = 30 * 60_000;
const MAX_REASON = 200;

/** Why a deal is lost: one of the playbook's reasons, and more words if wanted (价格 比别家贵三成). */
export class LostReasonQuestions implements QuestionSet {
  readonly name = 'lost-reason';
  readonly withinMs = WITHIN_MS;
  readonly page = false;
  private readonly deps: MoveReasonDeps;

  constructor(deps: MoveReasonDeps) {
    this.deps = deps;
  }

  async open({ record }: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const lead = await leadToMove(record, asker, this.deps);
    if (!lead) return null;
    const { lostReasons } = asker.version.playbook.journey;
    const options = lostReasons.map((value) => ({ value, words: [] }));
    const item: QuestionItem = { id: 'reason', label: '丢单原因', words: ['原因'], kind: 'choice', options };
    return { title: titleOf(lead), items: [item] };
  }

  async read(text: string, { options }: QuestionItem): Promise<ReadAnswer> {
    const said = text.trim().replace(/^(?:因为|由于|是|原因是?[:：]?)\s*/, '');
    const known = options.some(({ value }) => said.startsWith(value));
    if (known) return { ok: true, value: said.slice(0, MAX_REASON) };
    return { ok: false, why: `可以写：${options.map(({ value }) => value).join('、')}` };
  }

  async answer({ record }: AskedAbout, [given]: readonly Answer[], asker: Asker, op: Op): Promise<Reply[]> {
    const reason = String(given?.value ?? '');
    const done = await this.deps.journey.moveStage(record, { direction: 'lost', reason }, op);
    if (done.kind !== 'needs-reason' || !done.lostTo) return saidOf(done, op);
    const item = lostToItem();
    const of = { person: asker.person._id, set: 'lost-to', record, detail: done.lostTo };
    await this.deps.askings.put(askedNow(of, item, undefined, asker.now));
    return [lostToCard(record, done.to, done.lostTo)];
  }

  card({ record }: AskedAbout, item: QuestionItem | undefined, { version }: Asker): Reply | null {
    const to = endStage('lost', version.playbook)?.id;
    return item ? reply('move-reason', { lead: record }, { to, direction: 'lost' }) : null;
  }

  next(): undefined {
    return undefined;
  }
}

/** To whom a deal was lost. `detail` is the reason that asks for it. */
export class LostToQuestions implements QuestionSet {
  readonly name = 'lost-to';
  readonly withinMs = WITHIN_MS;
  readonly page = false;
  private readonly deps: MoveReasonDeps;

  constructor(deps: MoveReasonDeps) {
    this.deps = deps;
  }

  async open({ record }: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const lead = await leadToMove(record, asker, this.deps);
    return lead && { title: titleOf(lead), items: [lostToItem()] };
  }

  async answer(
    { record, detail = '' }: AskedAbout,
    [given]: readonly Answer[],
    _: Asker,
    op: Op,
  ): Promise<Reply[]> {
    const who = String(given?.value ?? '').replace(AROUND_NAME, '');
    const reason = `${detail} ${who}`.slice(0, MAX_REASON);
    return saidOf(
      await this.deps.journey.moveStage(record, { direction: 'lost', reason }, step(op, 'lost')),
      op,
    );
  }

  card({ record, detail }: AskedAbout, item: QuestionItem | undefined, { version }: Asker): Reply | null {
    const to = endStage('lost', version.playbook)?.id;
    return item && to && detail ? lostToCard(record, to, detail) : null;
  }

  next(): undefined {
    return undefined;
  }
}

/** Why a lead goes back, in any words. `detail` is the stage it goes back to. */
export class BackReasonQuestions implements QuestionSet {
  readonly name = 'back-reason';
  readonly withinMs = WITHIN_MS;
  readonly page = false;
  private readonly deps: MoveReasonDeps;

  constructor(deps: MoveReasonDeps) {
    this.deps = deps;
  }

  async open({ record, detail }: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const lead = await leadToMove(record, asker, this.deps);
    // It has gone back there already, by the card or by somebody else.
    if (lead?.stage === detail) return null;
    const item: QuestionItem = {
      id: 'reason',
      label: '退回原因',
      words: ['原因'],
      kind: 'text',
      options: [],
    };
    return lead && { title: titleOf(lead, '退回'), items: [item] };
  }

  async answer(
    { record, detail: to }: AskedAbout,
    [given]: readonly Answer[],
    _: Asker,
    op: Op,
  ): Promise<Reply[]> {
    const reason = String(given?.value ?? '').slice(0, MAX_REASON);
    return saidOf(await this.deps.journey.moveStage(record, { direction: 'back', to, reason }, op), op);
  }

  card({ record, detail }: AskedAbout, item: QuestionItem | undefined): Reply | null {
    return item && detail ? reply('move-reason', { lead: record }, { to: detail, direction: 'back' }) : null;
  }

  next(): undefined {
    return undefined;
  }
}

/** 选了联影, 是被迈瑞抢走的: the name is what counts. */
const AROUND_NAME =
  /^(?:客户|他们|最后|最终|是|被|选了?|给了?|买了?|用了?|定了?|签了?|输给了?|丢给了?)+|(?:家的?|抢走?了?|的|了|吧|啊)+$/g;

function lostToItem(): QuestionItem {
  return { id: 'who', label: '客户选了哪一家', words: ['竞品', '选了'], kind: 'text', options: [] };
}

function lostToCard(record: string, to: string, lostTo: string): Reply {
  return reply('move-reason', { lead: record }, { to, direction: 'lost', lostTo });
}

async function leadToMove(
  record: string,
  { scope, person }: Asker,
  { leads }: MoveReasonDeps,
): Promise<Lead | null> {
  const lead = await leads.find(scope, record);
  return lead && isOpen(lead) && (lead.ownerId === person._id || mayManage(person)) ? lead : null;
}

function titleOf(lead: Lead, what: '丢单' | '退回' = '丢单'): string {
  return `${what} ${lead.company || lead.contactName}（${lead._id}）`;
}

function saidOf(done: Moved, { via }: Op): Reply[] {
  const { lead } = done;
  const own = journeyOf(lead).moves.findLast((move) => via !== undefined && move.via === via);
  const move = done.kind === 'moved' ? done.move : own;
  if (move) return [reply('stage', { lead: lead._id }, { moved: move.to, from: move.from })];
  return done.kind === 'refused' ? [sentence(done.text)] : [reply('stage', { lead: lead._id })];
}
