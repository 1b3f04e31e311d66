import { withoutWord, withWord } from '../../config/with-word.ts';
import type { Op } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import { type WordAdvice, wordAdvice } from '../../domain/interactions/taught.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Playbooks } from '../playbooks.ts';

export interface VocabularyDeps {
  interactions: InteractionStore;
  leads: LeadStore;
  playbooks: Playbooks;
}

const CORRECTED = 500;
const PAST = 1000;
const DAYS_MS = 90 * 86_400_000;
/** What may be added by a tap: it becomes part of the playbook's text. */
const WORD = /^\p{Script=Han}{2,12}$/u;

/** 词汇建议: words the team types that the playbook lacks, learned from its corrections, added as a version of it. */
export class VocabularyService {
  private readonly deps: VocabularyDeps;

  constructor(deps: VocabularyDeps) {
    this.deps = deps;
  }

  /**
   * The likeliest first, at most three, with examples and the past records they would have changed; learned from what
   * the asker may see and from nothing else.
   */
  async advice({ playbook }: PlaybookVersion, scope: Scope, now: Date): Promise<WordAdvice[]> {
    const from = calendarOf(playbook).dayKey(new Date(now.getTime() - DAYS_MS));
    const [corrected, past] = await Promise.all([
      this.deps.interactions.taught(CORRECTED),
      this.deps.interactions.list({ day: { $gte: from }, state: { $ne: 'undone' } }, PAST),
    ]);
    const counting = corrected.filter(({ state }) => state !== 'undone');
    const visible = await this.visible([...counting, ...past], scope);
    const seen = ({ leadId }: Interaction) => visible.has(leadId);
    return wordAdvice(counting.filter(seen), past.filter(seen), playbook);
  }

  /**
   * Publishes the playbook with the word. The same word again changes nothing.
   * @param label of an action or objection
   * @throws GenjinError `invalid` when there is no such label, the word is none, or it means something else already
   */
  async add(label: string, word: string, op: Op): Promise<PlaybookVersion> {
    const { playbook } = await this.deps.playbooks.current();
    const { section, id } = entryOf(label, playbook);
    if (!WORD.test(word)) throw refused('词汇只能是 2 到 12 个汉字');
    const other = [...playbook.actions, ...playbook.objections].find(
      (entry) => entry.label !== label && entry.words.includes(word),
    );
    if (other) throw refused(`“${word}”已经算「${other.label}」，没有改动`);
    return this.deps.playbooks.revise(({ source }) => withWord(source, section, id, word), op.by, op.now);
  }

  /** Publishes the playbook without the word. @throws GenjinError `invalid` when the entry does not have it */
  async remove(label: string, word: string, op: Op): Promise<PlaybookVersion> {
    const { playbook } = await this.deps.playbooks.current();
    const { section, id, words } = entryOf(label, playbook);
    if (!words.includes(word)) throw refused(`「${label}」里没有“${word}”`);
    if (words.length === 1) throw refused(`“${word}”是「${label}」唯一的说法，不能去掉`);
    return this.deps.playbooks.revise(({ source }) => withoutWord(source, section, id, word), op.by, op.now);
  }

  private async visible(records: readonly Interaction[], scope: Scope): Promise<Set<string>> {
    if (scope.hidesContacts) return new Set();
    const ids = [...new Set(records.map(({ leadId }) => leadId))];
    const leads = await this.deps.leads.list(scope, { _id: { $in: ids } }, { limit: ids.length || 1 });
    return new Set(leads.map(({ _id }) => _id));
  }
}

function entryOf(label: string, { actions, objections }: Playbook) {
  const action = actions.find((entry) => entry.label === label);
  if (action) return { section: 'actions' as const, id: action.id, words: action.words };
  const objection = objections.find((entry) => entry.label === label);
  if (objection) return { section: 'objections' as const, id: objection.id, words: objection.words };
  throw refused(`打法里没有「${label}」`);
}

function refused(userText: string): GenjinError {
  return new GenjinError('invalid', 'The word cannot be changed', { userText });
}
