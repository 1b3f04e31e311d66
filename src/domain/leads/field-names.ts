/** How people call a property of a lead in a command: by its id, its label or one of the playbook's words for it. */
import { halfWidthInPlace } from '../normalise/text.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { BUILT_IN_FIELDS } from './description.ts';
import { fieldOf, type LeadPath } from './lead-fields.ts';

export interface NamedField {
  path: LeadPath;
  label: string;
  /** What stands behind the name. */
  rest: string;
}

/**
 * The field a text begins with: `竞品 东软`, `预算`, `试用周期 30`. The longest name wins, and a label before a word; the
 * name ends with the text, a space or a colon.
 * @param among only these paths may be meant
 */
export function namedField(
  text: string,
  playbook: Playbook,
  among?: ReadonlySet<string>,
): NamedField | undefined {
  const typed = text.trim();
  const line = halfWidthInPlace(typed).toLowerCase();
  const paths: LeadPath[] = [
    ...playbook.fields.map(({ id }): LeadPath => `fields.${id}`),
    ...BUILT_IN_FIELDS.filter((id) => !playbook.fields.some((field) => field.id === id)),
  ];
  const [best] = paths
    .filter((path) => among?.has(path) ?? true)
    .flatMap((path) => namesOf(path, playbook).map((name, rank) => ({ path, name, rank })))
    .filter(
      ({ name }) => name !== '' && line.startsWith(name) && /^(?:$|[\s:,])/.test(line.slice(name.length)),
    )
    .sort((a, b) => b.name.length - a.name.length || a.rank - b.rank);
  if (!best) return undefined;
  const rest = typed.slice(best.name.length).replace(/^[\s:：,，]+/, '');
  return { path: best.path, label: labelOf(best.path, playbook), rest };
}

function namesOf(path: LeadPath, playbook: Playbook): string[] {
  const label = labelOf(path, playbook);
  const names = [label, label.replace(/[（(][^）)]*[）)]$/, ''), path, path.replace(/^fields\./, '')];
  return [...names, ...(fieldOf(path, playbook)?.words ?? [])].map((name) =>
    halfWidthInPlace(name).toLowerCase(),
  );
}

function labelOf(path: LeadPath, playbook: Playbook): string {
  return propertyShape(playbook, path.replace(/^fields\./, ''))?.label ?? path;
}
