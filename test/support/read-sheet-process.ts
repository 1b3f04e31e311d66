/** Reads the table named on the command line and prints what it cost, as JSON. */
import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readSheet } from '../../src/documents/spreadsheet.ts';

const bytes = readFileSync(process.argv[2] ?? '');
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const start = performance.now();
let rows = 0;
let last: unknown;
let turn = 0;
let turnOfLastRow = -1;
let rowsInTurn = 0;
let mostRowsInTurn = 0;
let reading = true;
const nextTurn = () => {
  turn++;
  if (reading) setImmediate(nextTurn);
};
setImmediate(nextTurn);
for await (const item of (await readSheet(bytes)).rows) {
  rows++;
  last = item;
  rowsInTurn = turn === turnOfLastRow ? rowsInTurn + 1 : 1;
  turnOfLastRow = turn;
  mostRowsInTurn = Math.max(mostRowsInTurn, rowsInTurn);
}
reading = false;
const result = {
  rows,
  last,
  ms: Math.round(performance.now() - start),
  mostRowsInTurn,
  longestPauseMs: Math.round(delay.max / 1e6),
  rssMb: Math.round(peakKb() / 1024),
};
process.stdout.write(JSON.stringify(result));

/** The operating system's `maxRSS` begins with what the process had that started this one; VmHWM begins anew. */
function peakKb(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, peak] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
  return peak ? Number(peak) : process.resourceUsage().maxRSS;
}
