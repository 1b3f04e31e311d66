/** What a deal leaves behind once it is won (E4): for the purchase history, for routing, and for whoever is told. */
import type { Lead } from '../leads/lead.ts';
import { leadPath, valueAt } from '../leads/lead-fields.ts';
import type { Role } from '../people/person.ts';
import { hidesContacts } from '../people/scope.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { describeValue, type FieldValue } from '../records/field-value.ts';
import { itemsOf, readItem } from './gate.ts';
import type { StageMove } from './journey.ts';
import { stageLabel, stageOf } from './stages.ts';

/** A won lead as it stands in its customer's purchase history and among its owner's deals. */
export interface Deal {
  product: string;
  at: Date;
  amountFen?: number | undefined;
  /** From the lead to the deal, in days of wall time; of one made before the product was used nobody knows. */
  cycleDays?: number | undefined;
}

const DAY_MS = 86_400_000;

/** Undefined while the lead is not won. */
export function dealOf(lead: Lead, playbook: Playbook): Deal | undefined {
  if (lead.status !== 'won' || !lead.closedAt) return undefined;
  const path = playbook.journey.dealAmount && leadPath(playbook.journey.dealAmount, playbook);
  const yuan = path ? valueAt(lead, path) : undefined;
  const [first] = [lead.products.join('、'), lead.categories.join('、'), lead.need].filter(Boolean);
  return {
    product: first ?? '成交',
    at: lead.closedAt,
    ...(typeof yuan === 'number' ? { amountFen: Math.round(yuan * 100) } : {}),
    ...(lead.movedIn
      ? { amountFen: lead.movedIn.dealFen }
      : { cycleDays: (lead.closedAt.getTime() - lead.createdAt.getTime()) / DAY_MS }),
  };
}

/**
 * What somebody of this role is told of a move: what became of the lead, and what its last gate went by as far as the
 * role may see it. Chinese, one sentence.
 */
export function describeMove(lead: Lead, move: StageMove, playbook: Playbook, role: Role): string {
  const to = stageLabel(move.to, playbook);
  const reason = move.reason ? `：${move.reason}` : '';
  switch (move.kind) {
    case 'won': {
      const papers = [amountIn(lead, playbook, role), ...evidence(lead, move, playbook, role)].filter(
        Boolean,
      );
      const waived = (move.waived ?? []).map(({ label }) => label).join('、');
      return [`已成交（${to}）`, ...papers, ...(waived ? [`主管放行，缺 ${waived}`] : [])].join('，');
    }
    case 'lost':
      return `已失单${reason}`;
    case 'reopened': {
      const won = stageOf(move.from, playbook)?.end === 'won';
      return `${won ? '成交已撤销' : '已重新打开'}，回到「${to}」${reason}`;
    }
    default:
      return `已到「${to}」${reason}`;
  }
}

function amountIn(lead: Lead, playbook: Playbook, role: Role): string | undefined {
  const { dealAmount } = playbook.journey;
  return dealAmount ? factIn(lead, dealAmount, playbook, role) : undefined;
}

/** What the gate of the won stage, and of the one before it, went by. */
function evidence(lead: Lead, move: StageMove, playbook: Playbook, role: Role): string[] {
  const stages = [move.skipped?.at(-1) ?? move.from, move.to].flatMap((id) => stageOf(id, playbook) ?? []);
  const items = stages.flatMap((stage) => itemsOf(stage, lead, playbook)).filter(({ has }) => has);
  return items.flatMap(({ item, kind, label, documentId }) => {
    if (kind === 'document') return [`${label}${documentId ? ` ${documentId}` : ''}`];
    if (kind !== 'field') return [label];
    const { name } = readItem(item);
    return name === playbook.journey.dealAmount ? [] : (factIn(lead, name, playbook, role) ?? []);
  });
}

function factIn(lead: Lead, name: string, playbook: Playbook, role: Role): string | undefined {
  const path = leadPath(name, playbook);
  const field = playbook.fields.find(({ id }) => id === name);
  const shape = propertyShape(playbook, name);
  const isHidden = field?.visibleTo ? !field.visibleTo.includes(role) : !field && hidesContacts(role);
  const value = path && !isHidden ? valueAt(lead, path) : undefined;
  if (value === undefined || !shape) return undefined;
  return `${shape.label} ${shape.type === 'money' ? inYuan(value) : describeValue(value)}`;
}

function inYuan(value: FieldValue): string {
  const yuan = Number(value);
  return yuan >= 10_000 ? `${Math.round(yuan / 100) / 100}万元` : `${yuan}元`;
}
