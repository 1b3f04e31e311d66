import { halfWidthInPlace } from '../normalise/text.ts';

export interface Term {
  name: string;
  definition: string;
}

/** The company's terms that a line names, the longest names first; a name inside a longer one that was found is none. */
export function termsNamed(text: string, glossary: Readonly<Record<string, string>>): Term[] {
  let left = fold(text);
  const byLength = Object.entries(glossary).sort(([a], [b]) => b.length - a.length);
  return byLength.flatMap(([name, definition]) => {
    const wanted = fold(name);
    if (!left.includes(wanted)) return [];
    left = left.replaceAll(wanted, ' ');
    return [{ name, definition }];
  });
}

function fold(text: string): string {
  return halfWidthInPlace(text).toLowerCase();
}
