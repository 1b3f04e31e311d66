/**
 * What a gate asks for, and whether it is there. Presence counts, not truth: 否 and 0 are answers.
 */
import type { Lead } from '../leads/lead.ts';
import { leadPath, valueAt } from '../leads/lead-fields.ts';
import { orderTypeOf } from '../orders/order-type.ts';
import { APPROVERS, type Approver, type Requirement, type Stage } from '../playbook/journey.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { compiledOnce } from '../rules/condition.ts';
import { journeyOf } from './journey.ts';
import { stageOf, wayTo } from './stages.ts';

export type ItemKind = 'field' | 'document' | 'tick' | 'order' | 'approval';

export interface GateItem {
  /** As the playbook writes it: `demoDate`, `document:演示截图`, `tick:legal-read`, `approval:manager`. */
  item: string;
  kind: ItemKind;
  /** Without the kind: a field's id, a document's name, a tick's id, a role. */
  name: string;
  /** What people call it. */
  label: string;
  prompt?: string | undefined;
  why?: string | undefined;
  /** The stage whose gate asks for it. */
  stage: string;
  has: boolean;
  /** The document that is it. */
  documentId?: string | undefined;
}

const ITEM = /^(document|tick|order|approval):\s*(\S.*)$/;

export function readItem(item: string): { kind: ItemKind; name: string } {
  const [, kind, name] = ITEM.exec(item) ?? [];
  return kind && name ? { kind: kind as ItemKind, name } : { kind: 'field', name: item };
}

/** What one stage asks for of this lead; what its `if` does not concern is not among it. */
export function itemsOf(stage: Stage, lead: Lead, playbook: Playbook): GateItem[] {
  return stage.requires
    .filter((requirement) => !requirement.if || compiledOnce(requirement.if).matches(lead))
    .map((requirement) => itemOf(requirement, stage, lead, playbook));
}

/** What the gates on the way to a stage ask for, each thing once; undefined when no way leads there. */
export function gateTo(to: string, lead: Lead, playbook: Playbook): GateItem[] | undefined {
  const way = wayTo(lead.stage, to, playbook);
  const target = stageOf(to, playbook);
  if (!way || !target) return undefined;
  const stages = target.end === 'won' ? [...way, target] : way;
  const items = [
    ...withdrawnItems(lead, playbook),
    ...stages.flatMap((stage) => itemsOf(stage, lead, playbook)),
  ];
  return items.filter((one, i) => items.findIndex((other) => isSame(one, other)) === i);
}

/** What earlier gates went by and is gone: the next gate stays closed until it is replaced. */
function withdrawnItems(lead: Lead, playbook: Playbook): GateItem[] {
  return journeyOf(lead).moves.flatMap(({ from, withdrawn = [] }) => {
    const stage = stageOf(from, playbook);
    return stage
      ? itemsOf(stage, lead, playbook).filter(
          ({ item, has }) => !has && withdrawn.some((gone) => gone.item === item),
        )
      : [];
  });
}

export function missingOf(items: readonly GateItem[]): GateItem[] {
  return items.filter(({ has }) => !has);
}

/** Under which key a tick or an approval is kept: it holds for the gate it was given at. */
export function givenKey(stage: string, item: string): string {
  return `${stage}/${item}`;
}

export function approverOf({ kind, name }: Pick<GateItem, 'kind' | 'name'>): Approver | undefined {
  return kind === 'approval' ? APPROVERS.find((role) => role === name) : undefined;
}

/** A field or a document is the same wherever it is asked for; a tick and an approval are of one stage. */
function isSame(a: GateItem, b: GateItem): boolean {
  const byStage = a.kind === 'tick' || a.kind === 'approval';
  return a.item === b.item && (!byStage || a.stage === b.stage);
}

const APPROVAL_LABELS: Record<Approver, string> = {
  manager: '主管同意',
  'manager-of-manager': '上级主管同意',
  director: '总监同意',
  admin: '管理员同意',
};

function itemOf(
  { item, label, prompt, why }: Requirement,
  { id: stage }: Stage,
  lead: Lead,
  playbook: Playbook,
): GateItem {
  const { kind, name } = readItem(item);
  const common = { item, kind, name, stage, ...(prompt ? { prompt } : {}), ...(why ? { why } : {}) };
  if (kind === 'field') {
    const path = leadPath(name, playbook);
    const known = propertyShape(playbook, name)?.label ?? name;
    return { ...common, label: label ?? known, has: path !== undefined && valueAt(lead, path) !== undefined };
  }
  if (kind === 'document') {
    const filed = lead.documents?.findLast(({ names }) => names.includes(name));
    return { ...common, label: label ?? name, has: filed !== undefined, documentId: filed?.id };
  }
  if (kind === 'order') {
    const usual = orderTypeOf(name, playbook)?.label ?? name;
    const has = lead.orders?.some(({ type, state }) => type === name && state === 'done') ?? false;
    return { ...common, label: label ?? usual, has };
  }
  const given = journeyOf(lead).given[givenKey(stage, item)];
  const usual = APPROVERS.find((role) => role === name);
  return { ...common, label: label ?? (usual ? APPROVAL_LABELS[usual] : name), has: given !== undefined };
}

/** What the lead's own stage asks for before it may be left (C5). */
export function stageItems(lead: Lead, playbook: Playbook): { stage: string; items: GateItem[] } {
  const stage = stageOf(lead.stage, playbook);
  return { stage: stage?.label ?? lead.stage, items: stage ? itemsOf(stage, lead, playbook) : [] };
}

/** Whether some gate asks for a document of this name, or it moves leads by itself. */
export function asksForDocument(
  name: string,
  { stages, journey }: Pick<Playbook, 'stages' | 'journey'>,
): boolean {
  const wanted = `document:${name}`;
  if (journey.signing?.document === name) return true;
  return stages.some(
    ({ requires, automatic }) => requires.some(({ item }) => item === wanted) || automatic.includes(wanted),
  );
}
