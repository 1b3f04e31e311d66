/** `node --import tsx test/embedded-mongo/crash/run.ts [rounds]`: 200 kill rounds unless told otherwise. */
import { crashRounds } from './crash.ts';

const rounds = Number(process.argv[2] ?? 200);
const result = await crashRounds(rounds, 400, (r) => {
  if (r.rounds % 20 === 0) process.stdout.write(`${JSON.stringify(r)}\n`);
});
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.lost + result.doubled + result.mismatches === 0 ? 0 : 1;
