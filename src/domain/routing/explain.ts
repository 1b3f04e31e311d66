import type { Person } from '../people/person.ts';
import type { CandidateScore, RoutingDecision } from './model.ts';

const POLICY_LABELS: Record<RoutingDecision['policy'], string> = {
  weighted: '加权评分',
  strict: '严格规则',
  manual: '人工指定',
  'same-owner': '沿用原负责人',
};

/** Others shown with their reasons; the rest is counted. A card is read on a phone. */
const SHOWN = { runnersUp: 2, excluded: 8 };

/**
 * The answer to "为什么是我", line by line in Chinese: who and by which rule, what carried weight, who came next, who
 * was left out and why. `people` gives the names; an id that is no longer there is shown as it is.
 */
export function explainDecision(
  decision: RoutingDecision,
  people: ReadonlyMap<string, Pick<Person, 'name'>>,
): string[] {
  const name = (candidate: CandidateScore) => people.get(candidate.userId)?.name ?? candidate.userId;
  const winner = decision.candidates.find((c) => c.userId === decision.winnerId);
  const others = decision.candidates.filter((c) => c !== winner);
  const runnersUp = others.filter((c) => c.eligible);
  const excluded = others.filter((c) => !c.eligible);
  const version = `方案第 ${decision.playbookVersion} 版`;
  return [
    winner
      ? `分给 ${name(winner)}：${POLICY_LABELS[decision.policy]}${isScored(decision) ? ` ${winner.total} 分` : ''}（${version}）`
      : `没有合适的人：${POLICY_LABELS[decision.policy]}（${version}）`,
    ...(winner?.reasons.map((reason) => `· ${reason}`) ?? []),
    ...runnersUp
      .slice(0, SHOWN.runnersUp)
      .map((c, i) => `第 ${i + 2} 名 ${name(c)} ${c.total} 分：${c.reasons.join('；')}`),
    ...counted(runnersUp.length - SHOWN.runnersUp, '还有 {n} 人分数更低'),
    ...excluded.slice(0, SHOWN.excluded).map((c) => `未参与 ${name(c)}：${c.reasons.join('；')}`),
    ...counted(excluded.length - SHOWN.excluded, '还有 {n} 人未参与'),
  ];
}

function isScored(decision: RoutingDecision): boolean {
  return decision.policy === 'weighted' || decision.policy === 'strict';
}

function counted(n: number, text: string): string[] {
  return n > 0 ? [text.replace('{n}', String(n))] : [];
}
