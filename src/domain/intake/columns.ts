import type { HeaderMapping } from '../match/headers.ts';

/** A row of a table by its column names. */
export type Cells = Readonly<Record<string, string>>;

/** A filled cell. */
export interface Written {
  header: string;
  text: string;
}

/** The different texts of a row that stand in columns of one meaning, the best column first. */
export function textsOf(cells: Cells, mapping: HeaderMapping, name: string): Written[] {
  const filled = (mapping.columns[name] ?? []).flatMap(({ header }) => {
    const text = cells[header];
    return text ? [{ header, text }] : [];
  });
  return filled.filter(({ text }, i) => filled.findIndex((other) => other.text === text) === i);
}
