import { readSheet } from '../../src/documents/spreadsheet.ts';
import type { World } from './harness.ts';

/** The rows of a spreadsheet somebody got in chat, by their headers. */
export async function rowsOf(world: World, url: string): Promise<Record<string, string>[]> {
  const response = await world.download(url);
  const sheet = await readSheet(response);
  const rows: Record<string, string>[] = [];
  for await (const { cells } of sheet.rows) rows.push(cells);
  return rows;
}
