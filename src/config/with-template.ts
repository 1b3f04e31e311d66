/** Writes a document template into a playbook's text; everything else stays as its author wrote it. */
import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml';
import type { DocumentTemplate } from '../domain/documents/template.ts';

const SECTION = 'documents';

/** @param source a checked playbook. @returns its text with the template behind the others */
export function withTemplate(source: string, template: DocumentTemplate): string {
  const document = parseDocument(source, { version: '1.2', schema: 'core' });
  const root = isMap(document.contents) ? document.contents : undefined;
  const pair = root?.items.find(({ key }) => isScalar(key) && key.value === SECTION);
  if (!pair) return `${source.trimEnd()}\n\n${SECTION}:\n${entry(template, 2)}`;
  const list = pair.value;
  if (!isSeq(list) || list.flow || !list.range) {
    // An empty or one-line list: there are no lines to put it behind.
    document.set(SECTION, [...(isSeq(list) ? list.items : []), plain(template)]);
    return document.toString({ lineWidth: 0 });
  }
  const [start, end] = list.range;
  const column = start - (source.lastIndexOf('\n', start - 1) + 1);
  const lineEnd = source.indexOf('\n', end - 1);
  const at = lineEnd < 0 ? source.length : lineEnd + 1;
  const before = source.slice(0, at);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${entry(template, column)}${source.slice(at)}`;
}

function entry(template: DocumentTemplate, indent: number): string {
  const lines = stringify([plain(template)], { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

/** Without what is so anyway. */
function plain({ id, label, titles, fields, checks }: DocumentTemplate) {
  return {
    id,
    label,
    ...(titles.length ? { titles } : {}),
    fields: fields.map(({ aliases, options, type, required, ...field }) => ({
      id: field.id,
      label: field.label,
      ...(aliases.length ? { aliases } : {}),
      ...(type === 'text' ? {} : { type }),
      ...(options.length
        ? {
            options: options.map(({ value, words }) => (words.length ? { value, words } : value)),
          }
        : {}),
      ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
      ...(field.to === undefined ? {} : { to: field.to }),
      ...(required ? { required } : {}),
      ...(field.remind === undefined ? {} : { remind: field.remind }),
    })),
    ...(checks.length ? { checks } : {}),
  };
}
