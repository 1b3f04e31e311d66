import type { AuditFact, EffectBody } from '../../core/effect.ts';
import { describeMove } from '../../domain/journey/deal.ts';
import { approverOf, type GateItem } from '../../domain/journey/gate.ts';
import type { StageMove } from '../../domain/journey/journey.ts';
import { stageLabel, stageOf } from '../../domain/journey/stages.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import { mayManage } from '../../domain/people/scope.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { alertTo, cardAbout, refreshLead, textTo } from '../messages.ts';
import { managersOfLead } from './proposals.ts';

/**
 * What a move causes beyond its lead: the audit line, cards anew, the owner's place, the deal in history and
 * experience, and whom the stage tells.
 */
export function moveEffects(
  lead: Lead,
  move: StageMove,
  playbook: Playbook,
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  const { kind } = move;
  const ends = kind === 'lost' || kind === 'won';
  return [
    { type: 'audit', entry: auditOfMove(lead, move, playbook) },
    refreshLead(lead._id),
    ...(ends || kind === 'reopened' ? [{ type: 'settle-slots' as const, leadId: lead._id }] : []),
    ...(kind === 'won' || kind === 'reopened' ? [{ type: 'settle-deal' as const, leadId: lead._id }] : []),
    ...toldEffects(lead, move, playbook, people),
  ];
}

/** Those the stage tells; of one that is opened again, those who were told of its end. */
function toldEffects(
  lead: Lead,
  move: StageMove,
  playbook: Playbook,
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  const isUndone = move.kind === 'reopened';
  const tells = stageOf(isUndone ? move.from : move.to, playbook)?.tells ?? [];
  if (!tells.length || move.kind === 'back') return [];
  const nobody = tells.filter((role) => !resolveRecipients([role], lead, people).length);
  return resolveRecipients(tells, lead, people)
    .filter((id) => id !== move.by)
    .flatMap((id): EffectBody[] => {
      const person = people.get(id);
      if (!person) return [];
      const missing = nobody.includes('finance') && mayManage(person) ? '。没有登记财务人员，请转告财务' : '';
      const text = `${describeMove(lead, move, playbook, person.role)}${missing}`;
      // Finance and others have no view of leads: what they are told says it all.
      return mayManage(person)
        ? [alertTo(lead, id, text)]
        : [textTo(id, text, { title: `${lead._id} ${lead.company || lead.contactName}` })];
    });
}

/** `阶段：需求确认 → 已预约设备科演示（跳过 …；放行 …；原因 …）` */
export function auditOfMove(lead: Lead, move: StageMove, playbook: Playbook): AuditFact {
  const name = (id: string) => stageLabel(id, playbook);
  const extras = [
    move.kind === 'back' ? '退回' : undefined,
    move.kind === 'reopened' ? '重新打开' : undefined,
    move.skipped?.length ? `经过 ${move.skipped.map(name).join('、')}` : undefined,
    move.waived?.length ? `放行 ${move.waived.map(({ label }) => label).join('、')}` : undefined,
    move.reason ? `原因：${move.reason}` : undefined,
  ].filter(Boolean);
  const { items, skipped, waived, reason, kind } = move;
  return {
    kind: 'lead.moved',
    leadId: lead._id,
    customerId: lead.customerId,
    text: `阶段：${name(move.from)} → ${name(move.to)}${extras.length ? `（${extras.join('；')}）` : ''}`,
    before: { stage: move.from },
    after: { stage: move.to, kind, items, skipped, waived, reason },
  };
}

/** Evidence a move went by is gone: the manager hears it. */
export function withdrawnEffects(
  lead: Lead,
  labels: readonly string[],
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  if (!labels.length) return [];
  const text = `证据已撤回：${labels.join('、')}`;
  const who = `${lead._id} ${lead.company || lead.contactName}`;
  return [
    {
      type: 'audit',
      entry: { kind: 'lead.evidence-withdrawn', leadId: lead._id, customerId: lead.customerId, text },
    },
    ...managersOfLead(lead, people).map((to) =>
      textTo(to, `${who}：${text}。已走过的节点保留并标记，下一个节点补齐前不能推进。`),
    ),
  ];
}

/** Those who have to agree to a move are asked, each once. */
export function approvalEffects(
  lead: Lead,
  missing: readonly GateItem[],
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  const asked = missing.flatMap((item) => {
    const role = approverOf(item);
    return role ? resolveRecipients([role], lead, people).map((to) => ({ to, item })) : [];
  });
  const each = [...new Set(asked.map(({ to }) => to))];
  return each.map((to) => cardAbout(lead, to, 'approval', { urgency: 'normal' }));
}
