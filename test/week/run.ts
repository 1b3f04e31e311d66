import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { publication } from './publish.ts';
import { asText, details, holds } from './table.ts';
import { playWeek } from './week.ts';

/**
 * `npm run week`: plays a company against a running instance and compares what the product said with what happened.
 * Ends with 1 when a hard row of goals.yaml is not met.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    reps: { type: 'string', default: '40' },
    days: { type: 'string', default: '5' },
    leads: { type: 'string', default: '550' },
    kills: { type: 'string', default: '10' },
    url: { type: 'string' },
    key: { type: 'string' },
    playbook: { type: 'string' },
    details: { type: 'string', default: '8' },
    log: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
});

const { seed, reps, days, leads, kills, url, key, playbook } = values;
const result = await playWeek({
  seed: Number(seed),
  reps: Number(reps),
  days: Number(days),
  leads: Number(leads),
  kills: url ? 0 : Number(kills),
  url,
  key,
  playbook,
  say: (line) => console.log(line),
});

console.log(`\n${details(result.verdicts, Number(values.details))}\n`);
console.log(asText(result.verdicts));
console.log(
  `\n${result.leads} leads, ${result.acts} acts, ${result.messages} messages, ${result.kills} kills, ` +
    `${Math.round(result.seconds / 6) / 10} minutes`,
);
if (values.log) await writeFile(values.log, result.log.map((line) => JSON.stringify(line)).join('\n'));
if (values.publish) {
  const file = join(import.meta.dirname, '../../docs/reliability.md');
  await writeFile(file, publication(result, { seed, reps, leads }));
  console.log(`written to ${file}`);
}
process.exit(holds(result.verdicts) ? 0 : 1);
