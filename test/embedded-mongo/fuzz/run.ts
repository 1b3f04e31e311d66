/**
 * The whole fuzz: `node --import tsx test/embedded-mongo/fuzz/run.ts [rounds]` (400 rounds are 28,000 queries and
 * 16,000 updates). Compares with the recorded answers of a real server. With MONGODB_URI it asks that server
 * instead and shows every question that is answered differently; RECORD=1 then writes the fixture.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../../../src/embedded-mongo/index.ts';
import { digest, negationRound, queryRound, updateRound } from './fuzz.ts';

const FILE = join(import.meta.dirname, '../../../fixtures/embedded-mongo/fuzz.json');
const rounds = Number(process.argv[2] ?? 400);
const dataDir = mkdtempSync(join(tmpdir(), 'embedded-fuzz-'));
const server = await startEmbeddedMongo({ dataDir });
const client = await MongoClient.connect(server.uri());
const embedded = client.db('genjin_fuzz');
const realClient = process.env.MONGODB_URI ? await MongoClient.connect(process.env.MONGODB_URI) : undefined;
const real = realClient?.db('genjin_fuzz');
const recorded: Record<string, string> = process.env.RECORD ? {} : JSON.parse(readFileSync(FILE, 'utf8'));
let questions = 0;
let different = 0;

function show(title: string, question: string, a: string, b: string): void {
  different++;
  if (different > 20) return;
  process.stdout.write(
    `${title}\n  ${question.slice(0, 1500)}\n  expected ${a.slice(0, 1500)}\n  embedded ${b.slice(0, 1500)}\n`,
  );
}

type Answers = [question: string, answer: string][];

/** Compares a round with the real server's answers if it is there, else with the recorded hash of them. */
function compare(name: string, key: string, mine: Answers, theirs: Answers | undefined): void {
  questions += mine.length;
  if (!theirs) {
    if (recorded[key] !== digest(mine))
      show(name, 'the round as a whole', String(recorded[key]), digest(mine));
    return;
  }
  theirs.forEach(([question, answer], i) => {
    const [, other = ''] = mine[i] ?? [];
    if (answer !== other) show(name, question, answer, other);
  });
  if (process.env.RECORD) recorded[key] = digest(theirs);
}

for (let seed = 1; seed <= rounds; seed++) {
  const queries = real && (await queryRound(real, seed, false));
  compare(`queries ${seed}`, `queries ${seed}`, await queryRound(embedded, seed, false), queries);
  compare(`queries ${seed} indexed`, `queries ${seed}`, await queryRound(embedded, seed, true), queries);
  const negations = real && (await negationRound(real, seed, false));
  const key = `negations ${seed}`;
  compare(key, key, await negationRound(embedded, seed, false), negations);
  compare(`${key} indexed`, key, await negationRound(embedded, seed, true), negations);
  const updates = real && (await updateRound(real, seed));
  compare(`updates ${seed}`, `updates ${seed}`, await updateRound(embedded, seed), updates);
  if (seed % 50 === 0)
    process.stdout.write(`${seed} rounds, ${questions} questions, ${different} different\n`);
}
if (process.env.RECORD) writeFileSync(FILE, `${JSON.stringify(recorded, null, 1)}\n`);
process.stdout.write(`${questions} questions, ${different} answered differently\n`);
await client.close();
await realClient?.close();
await server.close();
rmSync(dataDir, { recursive: true });
process.exitCode = different === 0 ? 0 : 1;
