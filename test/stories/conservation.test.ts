import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { story, type World } from '../support/harness.ts';
import type { TableFile } from '../support/tables/table-file.ts';
import { TEXT_FILES } from '../support/tables/text-files.ts';
import { WORKBOOKS } from '../support/tables/workbooks.ts';

/** With room for everybody. */
const roomy = {
  rules: (words: { routing: { cap: number } }) => {
    words.routing.cap = 1_000;
  },
};
const AT_ONCE = 8;

/** The judge knows nothing of the importer: letters and digits of a text, whatever stands between them. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** All texts of a workbook, straight from its parts. */
async function textsIn(bytes: Uint8Array): Promise<string> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const texts: string[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!/worksheets|sharedStrings/i.test(entry.fileName)) continue;
    const part = (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8');
    texts.push(...[...part.matchAll(/<(?:t|v)[^>]*>([^<]*)</g)].map(([, text = '']) => text));
  }
  return texts.join(' | ').replace(/&lt;|&gt;|&amp;|&quot;|&#\d+;/g, ' ');
}

interface Came {
  said: string;
  report: string;
}

async function send(world: World, file: TableFile): Promise<Came> {
  const { person, chats } = world;
  const before = new Set((await chats.messagesOf('zhou-xin')).map(({ id }) => id));
  await person('周欣').sendsFile(file.name, file.bytes);
  await chats.settle();
  const arrived = async () => (await chats.messagesOf('zhou-xin')).filter(({ id }) => !before.has(id));
  // A list with an owner or a closed customer, and a long one, is asked about first.
  const buttons = (await arrived()).flatMap(({ card }) => card?.buttons ?? []);
  const taking = buttons.find(({ label }) => label === '重新分配' || label === '开始导入');
  if (taking) await person('周欣').says(taking.command);
  await chats.settle();
  const fresh = await arrived();
  for (const message of fresh) chats.take(message);
  const files = fresh.flatMap((message) => message.file ?? []);
  const reports = await Promise.all(files.map(async ({ url }) => textsIn(await world.download(url))));
  return { said: fresh.map(({ text }) => text).join('\n'), report: reports.join(' | ') };
}

/** Cells of the file that stand neither in the record of their row nor in what was said of it. */
function missing(file: TableFile, leads: readonly unknown[], { said, report }: Came): string[] {
  if (file.refused) return [];
  const records = leads.map((lead) => bare(JSON.stringify(lead)));
  const told = bare(`${said} ${report}`);
  return file.rows.flatMap((cells) => {
    // A number with its area code is kept with the country's.
    const forms = (cell: string) =>
      [cell, file.means?.[cell] ?? cell, cell.replace(/^0(?=\d{2,3}-?\d{7,8}$)/, '86')]
        .map(bare)
        .filter(Boolean);
    // A row's record holds its number or its customer's name.
    const own = records.filter((record) =>
      cells.some((cell) => bare(cell).length >= 5 && record.includes(bare(cell))),
    );
    const holds = (text: string) => own.some((record) => record.includes(text)) || told.includes(text);
    return cells.filter((cell) => {
      const parts = cell.split(/[、；;\n/]/).map((part) => part.trim());
      return !forms(cell).some(holds) && !parts.every((part) => forms(part).some(holds));
    });
  });
}

describe('every cell of a file is in a record or on the report (A1)', () => {
  const files = [...TEXT_FILES, ...WORKBOOKS];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const group = files.slice(from, from + AT_ONCE);
    story(`files ${from + 1} to ${from + group.length} of real life`, roomy, async (world) => {
      const found = [];
      const right = [];
      for (const file of group) {
        const known = new Set((await world.api.leads()).map(({ id }) => id));
        const came = await send(world, file);
        const fresh = (await world.api.leads()).filter(({ id }) => !known.has(id));
        const said = [...(file.says ?? []), ...(file.refused ? [file.refused] : [])];
        const unsaid = said.filter((words) => !came.said.includes(words) && !came.report.includes(words));
        const what = { what: file.what, told: came.said };
        found.push({
          ...what,
          created: fresh.length,
          missing: missing(file, fresh, came),
          unsaid,
          // Green only where nothing is left.
          falselyGreen: came.said.includes('全部导入') && came.report !== '',
        });
        right.push({ ...what, created: file.created, missing: [], unsaid: [], falselyGreen: false });
      }
      expect(found).toEqual(right);
    });
  }
});
