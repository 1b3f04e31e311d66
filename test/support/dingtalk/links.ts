import type { Shown } from './mock-robot.ts';

/** What can be tapped on a message, by its label: buttons, and links in its text. */
export function linksOf({ param }: Pick<Shown, 'param'>): Map<string, string> {
  const links = new Map<string, string>();
  for (const [name, label] of Object.entries(param)) {
    const n = /^actionTitle(\d)$/.exec(name)?.[1];
    if (n) links.set(label, param[`actionURL${n}`] ?? '');
  }
  if (param.singleTitle) links.set(param.singleTitle, param.singleURL ?? '');
  for (const [, label = '', url = ''] of (param.text ?? '').matchAll(/(?<!!)\[([^\]]+)\]\(([^)]+)\)/g))
    links.set(label, url);
  return links;
}

/** Markdown as it reads; what is a link is shown apart. */
export function readable(markdown: string): string {
  const lines = markdown.split(/\n|<br>/).map((line) => line.trim());
  return lines
    .filter((line) => line && !/^(#|- \[)/.test(line))
    .join('\n')
    .replaceAll('**', '');
}
