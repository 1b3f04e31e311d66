/** What is asked about a visit: each once, none for what the line said already; what is offered comes from text and history. */
import type { Playbook } from '../playbook/playbook.ts';
import type { QuestionItem } from '../questions/item.ts';
import type { Interaction } from './interaction.ts';
import type { Visit, VisitItemId } from './visit.ts';

/** Pain points offered as taps. */
export const OFFERED_PAINS = 3;

const LABELS: Record<VisitItemId, string> = {
  pains: '痛点',
  ticks: '现场确认',
  next: '下次见面',
  photo: '现场照片',
};
const PROMPTS: Record<VisitItemId, string> = {
  pains: '客户的痛点是什么？',
  ticks: '现场做了、定了什么？',
  next: '下次什么时候见？',
  photo: '请发一张现场照片',
};
const WHY: Record<VisitItemId, string> = {
  pains: '痛点决定下一步讲什么，也让主管知道客户卡在哪里。',
  ticks: '勾选的内容会生成标准纪要发给主管，并算出拜访质量分。',
  next: '约好下次，到时会提醒您；没有约就回复 没有。',
  photo: '打法要求拜访留一张现场照片；没有就回复 没有。',
};

/**
 * The items still to be asked about a visit, in order; `[]` once it is closed.
 * @param history what was said about the customer before, newest first: pain points in it are offered first
 */
export function visitItems(
  { visit, nextAt, text }: Pick<Interaction, 'visit' | 'nextAt' | 'text'>,
  history: readonly string[],
  { visits }: Pick<Playbook, 'visits'>,
): QuestionItem[] {
  if (!visit?.open) return [];
  const known: Record<VisitItemId, boolean> = {
    pains: visit.pains.length > 0 || !visits.pains.length,
    ticks: visit.ticks.length > 0 || !visits.ticks.length,
    next: nextAt !== undefined && nextAt !== null,
    photo: visit.photo !== undefined || !visits.photo,
  };
  const wanted = (['pains', 'ticks', 'next', 'photo'] as const).filter(
    (id) => !known[id] && !visit.passed.includes(id),
  );
  const options = {
    pains: likelyFirst(visits.pains, [text, ...history]),
    ticks: visits.ticks,
    next: [],
    photo: [],
  };
  const kinds = { pains: 'choices', ticks: 'choices', next: 'date', photo: 'file' } as const;
  return wanted.map((id) => ({
    id,
    label: LABELS[id],
    words: [],
    kind: kinds[id],
    options: options[id].map(({ label, words }) => ({ value: label, words })),
    prompt: PROMPTS[id],
    why: WHY[id],
    optional: true,
  }));
}

/** Entries whose words stand in the newest texts come first, the others in the playbook's order. */
function likelyFirst<T extends { label: string; words: readonly string[] }>(
  entries: readonly T[],
  texts: readonly string[],
): T[] {
  const rank = ({ label, words }: T) => {
    const at = texts.findIndex((text) => [label, ...words].some((word) => text.includes(word)));
    return at < 0 ? texts.length : at;
  };
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** What is ticked so far, in words for a card: 痛点, 现场, 待办. */
export function visitLines(visit: Visit): { pains: string; ticks: string; todos: string } {
  return {
    pains: visit.pains.map(({ label }) => label).join('、'),
    ticks: visit.ticks.map(({ label }) => label).join('、'),
    todos: visit.todos.map(({ text }) => text).join('；'),
  };
}
