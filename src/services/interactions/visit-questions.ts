import { type Op, step, wasBegun } from '../../core/effect.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import { counts, NO_VISIT, type VisitItemId, type VisitSaid } from '../../domain/interactions/visit.ts';
import { visitItems } from '../../domain/interactions/visit-items.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import { type ReadAnswer, readAnswer } from '../../domain/questions/read-answer.ts';
import type { Leaving } from '../../domain/questions/words.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import { type Reply, reply, sentence } from '../messages.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';
import type { CorrectionService } from './corrections.ts';
import type { NoteReader } from './note-reader.ts';
import type { VisitService } from './visits.ts';

export interface VisitQuestionDeps {
  interactions: Pick<InteractionStore, 'get' | 'ofLead'>;
  notes: NoteReader;
  visits: VisitService;
  corrections: Pick<CorrectionService, 'undo'>;
}

/** Earlier records whose words say which pain points are likely. */
const HISTORY = 20;
const NUMBERS = /^\s*\d{1,2}(?:[\s,，、和]+\d{1,2})*\s*$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What is asked about a visit (C3), three taps at most. `record` is the lead, `detail` the record of the visit. A typed
 * line may answer everything at once and is kept as part of the record.
 */
export class VisitQuestions implements QuestionSet {
  readonly name = 'visit';
  readonly withinMs = 2 * 3_600_000;
  readonly page = false;
  readonly follows = true;
  readonly ends = true;
  private readonly deps: VisitQuestionDeps;

  constructor(deps: VisitQuestionDeps) {
    this.deps = deps;
  }

  async open(about: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const record = await this.recordOf(about, asker);
    if (!record) return null;
    const earlier = await this.deps.interactions.ofLead(record.leadId, HISTORY);
    const history = earlier.filter(({ _id, state }) => _id !== record._id && state !== 'undone').map(saidIn);
    return { title: `拜访 ${record.leadId}`, items: visitItems(record, history, asker.version.playbook) };
  }

  async answer(about: AskedAbout, answers: readonly Answer[], asker: Asker, op: Op): Promise<Reply[]> {
    for (const [i, answer] of answers.entries()) {
      const record = await this.recordOf(about, asker);
      if (record) await this.take(record, answer, asker, i === 0 ? op : step(op, `answer-${i}`));
    }
    const open = await this.open(about, asker);
    const record = await this.recordOf(about, asker);
    if (record && !open?.items.length) await this.deps.visits.close(record, asker.version, op);
    return [];
  }

  card({ record, detail = '' }: AskedAbout, item: QuestionItem | undefined): Reply {
    return item
      ? reply('visit', { lead: record, interaction: detail })
      : reply('log-confirm', { interaction: detail, lead: record });
  }

  /** By numbers, by name, or anything else that says something of this customer. */
  async read(text: string, item: QuestionItem, { record }: AskedAbout, asker: Asker): Promise<ReadAnswer> {
    const { version, now } = asker;
    const numbered = NUMBERS.test(text) && item.options.length > 0;
    if (numbered) {
      const chosen = (text.match(/\d+/g) ?? []).map((n) => item.options[Number(n) - 1]?.value);
      return chosen.every((value) => value !== undefined)
        ? { ok: true, value: chosen.flatMap((value) => value ?? []) }
        : { ok: false, why: `编号是 1 到 ${item.options.length}` };
    }
    const plain = readAnswer(text, item, { playbook: version.playbook, now });
    if (plain.ok) return plain;
    const { leadId, byContext, stranger, parts } = await this.deps.notes.read(text, asker);
    const isOfAnother =
      parts !== undefined || stranger !== undefined || (leadId && !byContext && leadId !== record);
    if (isOfAnother) return plain;
    const { pains, ticks, todos, denied } = this.deps.visits.said(text, version, now);
    const says = pains.length + ticks.length + todos.length + denied.length > 0;
    const isNext = item.id === 'next' && this.deps.notes.when(text, version, now) !== undefined;
    return says || isNext || this.deps.notes.makesRecord(text, version, now)
      ? { ok: true, value: text }
      : plain;
  }

  async leave(about: AskedAbout, how: Leaving, asker: Asker, op: Op): Promise<Reply[]> {
    const dropped = `好的，这次拜访没有记，${about.record} 的计时照常。`;
    const record = await this.recordOf(about, asker);
    if (!record) {
      const gone = about.detail ? await this.deps.interactions.get(about.detail) : null;
      return [sentence(gone && wasBegun(gone, op) ? dropped : '好的，不问了。')];
    }
    if (how === 'later') {
      const yet = counts(record) ? '' : '说了情况或点「就这些」才算联系过。';
      return [sentence(`好的，先放着。${yet}要接着填请发：继续 ${about.record}`)];
    }
    // Nothing was said of it yet, so there was none.
    if (how === 'cancel' && !counts(record)) {
      await this.deps.corrections.undo(record._id, op);
      return [sentence(dropped)];
    }
    await this.deps.visits.close(record, asker.version, op);
    return [reply('log-confirm', { interaction: record._id, lead: record.leadId })];
  }

  /** Keeps the photo that was asked for. @returns null when none is asked */
  async photo(
    about: AskedAbout,
    file: { fileId: string; name: string },
    asker: Asker,
    op: Op,
  ): Promise<boolean> {
    const record = await this.recordOf(about, asker);
    if (!record?.visit) return false;
    await this.deps.visits.addPhoto(record, file, op);
    return true;
  }

  private async take(record: Interaction, answer: Answer, asker: Asker, op: Op): Promise<void> {
    const { version, now } = asker;
    const item = answer.item as VisitItemId;
    const { visits } = this.deps;
    if (answer.value === null) {
      await visits.add(record, { said: NO_VISIT, passed: [item] }, version, op);
      return;
    }
    if (Array.isArray(answer.value)) {
      await visits.add(record, { said: chosen(answer.value, version.playbook.visits) }, version, op);
      return;
    }
    const value = String(answer.value);
    if (DAY.test(value)) {
      const calendar = calendarOf(version.playbook);
      const at = calendar.at(value, version.playbook.calendar.hours[0]?.slice(0, 5) ?? '09:00');
      // A day that is over, or this morning, is no appointment.
      await visits.add(
        record,
        { said: NO_VISIT, ...(at > now ? { nextAt: at } : { passed: [item] }) },
        version,
        op,
      );
      return;
    }
    const said = visits.said(value, version, now);
    const words = item === 'next' && !/下次|再|约/.test(value) ? `下次 ${value}` : value;
    await visits.add(record, { said, words }, version, op);
  }

  private async recordOf({ record, detail }: AskedAbout, { person }: Asker): Promise<Interaction | null> {
    const found = detail ? await this.deps.interactions.get(detail) : null;
    const isOwn = found?.by === person._id && found.leadId === record;
    return isOwn && found.visit && found.state !== 'undone' ? found : null;
  }
}

function saidIn({ text, objections }: Interaction): string {
  return [text, ...objections.map(({ label }) => label)].join(' ');
}

function chosen(
  values: readonly unknown[],
  { pains, ticks }: Asker['version']['playbook']['visits'],
): VisitSaid {
  return {
    ...NO_VISIT,
    pains: pains.filter(({ label }) => values.includes(label)).map(({ id, label }) => ({ id, label })),
    ticks: ticks
      .filter(({ label }) => values.includes(label))
      .map(({ id, label, counts }) => ({ id, label, of: counts })),
  };
}
