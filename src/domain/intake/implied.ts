import { BUILT_IN_FIELDS } from '../leads/description.ts';
import {
  type LeadFacts,
  type LeadPath,
  type LeadValues,
  leadPath,
  valueAt,
  withValues,
} from '../leads/lead-fields.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';

/**
 * Linked choices (A2): what the options chosen on a lead bring with them (CT设备 → 影像类). A list is added to, a single
 * value is only filled in where there is none. Followed through chains; each option counts once, so a circle ends.
 */
export function impliedValues(lead: LeadFacts, playbook: Playbook): LeadValues {
  const result: LeadValues = {};
  const names = [...BUILT_IN_FIELDS, ...playbook.fields.map((field) => field.id)];
  const used = new Set<string>();
  let current = lead;
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of names) {
      for (const [target, implied] of impliedBy(name, current, playbook, used)) {
        const value = merged(valueAt(current, target), implied, isList(target, playbook));
        if (value === undefined) continue;
        result[target] = value;
        current = withValues(current, { [target]: value });
        changed = true;
      }
    }
  }
  return result;
}

function impliedBy(
  name: string,
  lead: LeadFacts,
  playbook: Playbook,
  used: Set<string>,
): [LeadPath, string | string[]][] {
  const path = leadPath(name, playbook);
  const value = path && valueAt(lead, path);
  if (value === undefined) return [];
  const chosen = (Array.isArray(value) ? value : [value]).map(String);
  const options = propertyShape(playbook, name)?.options ?? [];
  return options.flatMap((option) => {
    const key = `${name}=${option.value}`;
    if (!option.implies || !chosen.includes(option.value) || used.has(key)) return [];
    used.add(key);
    return Object.entries(option.implies).flatMap(([target, implied]): [LeadPath, string | string[]][] => {
      const targetPath = leadPath(target, playbook);
      return targetPath ? [[targetPath, implied]] : [];
    });
  });
}

/** The new value, or undefined when it changes nothing. */
function merged(
  present: FieldValue | undefined,
  implied: string | string[],
  list: boolean,
): FieldValue | undefined {
  const added = Array.isArray(implied) ? implied : [implied];
  if (!list) return present === undefined ? added[0] : undefined;
  const before = Array.isArray(present) ? present : present === undefined ? [] : [String(present)];
  const after = [...new Set([...before, ...added])];
  return after.length > before.length ? after : undefined;
}

function isList(path: LeadPath, playbook: Playbook): boolean {
  return propertyShape(playbook, path.replace(/^fields\./, ''))?.type === 'choices';
}
