import type { AuditFact, EffectBody, Op } from '../../core/effect.ts';
import { approverOf, type GateItem } from '../../domain/journey/gate.ts';
import type { StageMove } from '../../domain/journey/journey.ts';
import { stageLabel } from '../../domain/journey/stages.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { cardAbout, refreshLead, textTo } from '../messages.ts';
import { resolveRecipients } from '../people/directory.ts';
import { managersOfLead } from './proposals.ts';

/** What a move causes beyond its lead: the audit line, cards anew, the owner's place and experience. */
export function moveEffects(lead: Lead, move: StageMove, playbook: Playbook, op: Op): EffectBody[] {
  return [
    { type: 'audit', entry: auditOfMove(lead, move, playbook) },
    refreshLead(lead._id),
    ...(move.kind === 'lost' || move.kind === 'won' || move.kind === 'reopened'
      ? [{ type: 'settle-slots' as const, leadId: lead._id }]
      : []),
    ...(move.kind === 'won' && lead.ownerId
      ? [
          {
            type: 'won' as const,
            userId: lead.ownerId,
            categories: lead.categories,
            at: op.now,
            cycleDays: (op.now.getTime() - lead.createdAt.getTime()) / 86_400_000,
          },
        ]
      : []),
  ];
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
