import { parseArgs } from 'node:util';
import { crash } from './rounds.ts';

/**
 * `node --import tsx test/crash/run.ts --rounds 200 --database embedded|mongodb://…`: kills the program at random
 * moments and prints what was lost or doubled. Ends with 1 when anything was.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string', default: 'embedded' },
    details: { type: 'string', default: '10' },
  },
});

const result = await crash({
  rounds: Number(values.rounds),
  seed: Number(values.seed),
  mongodbUri: values.database === 'embedded' ? undefined : values.database,
  say: (line) => console.log(line),
});

const all = result.findings.flatMap((finding) => finding.broken);
const count = (word: string) => all.filter((line) => line.startsWith(word)).length;
console.log(
  `\n${result.rounds} rounds of kill -9, ${result.acknowledged} acknowledged, ${result.retried} sent again; ` +
    `lost ${count('lost')}, doubled ${count('doubled')}; start-up ${Math.round(result.startMs)} ms\n`,
);
console.table(
  Object.fromEntries(
    result.findings.map(({ promise, of, broken }) => [promise, { of, broken: broken.length }]),
  ),
);
for (const { promise, broken } of result.findings) {
  for (const line of broken.slice(0, Number(values.details))) console.log(`${promise} — ${line}`);
}
process.exit(all.length ? 1 : 0);
