import { type Op, step } from '../../core/effect.ts';
import { GenjinError, isGenjinError } from '../../core/errors.ts';
import { readItem } from '../../domain/journey/gate.ts';
import { type Gate, gateFor } from '../../domain/journey/gate-questions.ts';
import { journeyOf } from '../../domain/journey/journey.ts';
import { nextStages, stageLabel } from '../../domain/journey/stages.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { normalisePhone } from '../../domain/normalise/phone.ts';
import { mayManage } from '../../domain/people/scope.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import type { Leaving } from '../../domain/questions/words.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { FactService } from '../leads/set-facts.ts';
import { type Reply, reply, sentence } from '../messages.ts';
import type { PageLinks } from '../page-links.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';
import type { JourneyService } from './journey.ts';
import type { PendingMoves } from './pending.ts';

export interface GateQuestionDeps {
  leads: Pick<LeadStore, 'find'>;
  facts: Pick<FactService, 'set'>;
  journey: Pick<JourneyService, 'tick'>;
  pending: Pick<PendingMoves, 'drop'>;
  pages: Pick<PageLinks, 'questions'>;
}

/**
 * What a gate asks for before a lead may move on (C5). `detail` is the stage somebody wants to go to; the gate is over
 * once the lead waits for that move no more. Without it the questions are those of the next gate, for a page.
 */
export class GateQuestions implements QuestionSet {
  readonly name = 'gate';
  readonly withinMs = 30 * 60_000;
  readonly page = true;
  readonly follows = true;
  private readonly deps: GateQuestionDeps;

  constructor(deps: GateQuestionDeps) {
    this.deps = deps;
  }

  async open(about: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const found = await this.gateOf(about, asker);
    if (!found) return null;
    const { lead, gate } = found;
    const to = gate ? `到「${stageLabel(gate.to, asker.version.playbook)}」` : '';
    return { title: `${lead.company || lead.contactName}（${lead._id}）${to}`, items: gate?.questions ?? [] };
  }

  async answer({ record }: AskedAbout, answers: readonly Answer[], _: Asker, op: Op): Promise<Reply[]> {
    const said: Reply[] = [];
    for (const [i, answer] of answers.entries()) {
      const { kind, name } = readItem(answer.item);
      const own = i === 0 ? op : step(op, `answer-${i}`);
      if (kind === 'tick') await this.deps.journey.tick(record, name, own);
      if (kind === 'field') said.push(...(await this.write(record, answer, own)));
    }
    return said;
  }

  private async write(record: string, answer: Answer, op: Op): Promise<Reply[]> {
    try {
      await this.deps.facts.set(record, { [answer.item]: written(answer) }, op);
      return [];
    } catch (error) {
      // Locked: it is with the manager, and said; what else was answered is not lost for it.
      if (!isGenjinError(error, 'conflict')) throw error;
      return [sentence(error.userText)];
    }
  }

  async card(about: AskedAbout, item: QuestionItem | undefined, asker: Asker): Promise<Reply | null> {
    const found = await this.gateOf(about, asker);
    // The move was carried out and has been told.
    if (!found?.gate || (!item && journeyOf(found.lead).pending?.to !== found.gate.to)) return null;
    const link = this.deps.pages.questions(asker.platform, this.name, about.record);
    return reply('gate', { lead: about.record }, { to: found.gate.to, ...(link && { link }) });
  }

  async leave({ record }: AskedAbout, how: Leaving, asker: Asker, op: Op): Promise<Reply[]> {
    const found = await this.gateOf({ record }, asker);
    if (how === 'cancel') {
      await this.deps.pending.drop(record, op);
      return [sentence(`好的，${record} 先不推进了；已填的内容保留。要推进请发：推进 ${record}`)];
    }
    const left = found?.gate?.items.filter(({ has }) => !has).length ?? 0;
    return [sentence(`好的，先放着，还差 ${left} 项；补齐后自动推进。接着填请发：继续 ${record}`)];
  }

  private async gateOf(
    { record, detail }: AskedAbout,
    { scope, person, version }: Asker,
  ): Promise<{ lead: Lead; gate: Gate | undefined } | null> {
    const lead = await this.deps.leads.find(scope, record);
    if (!lead || (lead.ownerId !== person._id && !mayManage(person))) return null;
    const { pending } = journeyOf(lead);
    const isOver = !isOpen(lead) || (detail !== undefined && pending?.to !== detail);
    const to = pending?.to ?? nextStages(lead.stage, version.playbook)[0]?.id;
    return { lead, gate: isOver || !to ? undefined : gateFor(lead, to, person, version.playbook) };
  }
}

/** A telephone number is written as every other one is. @throws GenjinError `invalid` when it is none */
function written({ item, value, text }: Answer): Answer['value'] {
  if (item !== 'phone') return value;
  const { e164 } = normalisePhone(text);
  if (e164) return e164;
  throw new GenjinError('invalid', 'Not a telephone number', {
    userText: `“${text.slice(0, 20)}”不像电话号码，请写 11 位手机号，或区号加座机`,
  });
}
