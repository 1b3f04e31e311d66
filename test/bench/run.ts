import { parseArgs } from 'node:util';
import { callbacks } from './callbacks.ts';
import { clocks } from './clocks.ts';
import { dingtalkMonth } from './dingtalk-month.ts';
import { documents, documentsInARow } from './documents.ts';
import { type Figure, type Part, printPart } from './figures.ts';
import { hostile } from './hostile.ts';
import { imports } from './imports.ts';
import { openLab } from './lab.ts';
import { leads } from './leads.ts';
import { report } from './report.ts';
import { startUp } from './start-up.ts';
import { wecomCallbacks } from './wecom-callbacks.ts';

/**
 * `npm run bench`: the promises that are figures, on the embedded database and, when
 * `MONGODB_URI` is set, beside it on a real one. `--only leads,clocks` runs some parts, `--quick` shortens all.
 */
const PARTS: Part[] = [
  leads,
  imports,
  clocks,
  report,
  startUp,
  callbacks,
  wecomCallbacks,
  documents,
  documentsInARow,
  dingtalkMonth,
  hostile,
];

const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const only = values.only?.split(',');
const mongodbUri = process.env.MONGODB_URI;
const databases = ['embedded', ...(mongodbUri ? ['mongodb'] : [])] as ('embedded' | 'mongodb')[];

let kept = true;
for (const part of PARTS.filter(({ name }) => !only || only.includes(name))) {
  const byDatabase = new Map<string, Figure[]>();
  for (const database of databases) {
    const lab = await openLab(database, part.name, { mongodbUri, quick: values.quick });
    try {
      byDatabase.set(database, await part.run(lab));
    } finally {
      await lab.close();
    }
  }
  printPart(part.title, byDatabase);
  kept &&= [...byDatabase.values()].flat().every((figure) => figure.met !== false);
}
if (!only || only.includes('database')) {
  const { run } = await import('../embedded-mongo/bench.ts');
  kept = (await run()) && kept;
}
process.exit(kept ? 0 : 1);
