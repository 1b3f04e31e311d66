import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createLogger } from '../../src/core/logger.ts';
import { openStorage } from '../../src/storage.ts';
import { Program } from '../support/program.ts';
import { createRandom, type Random } from '../support/random.ts';
import { type Chat, importList, partner, rep, type Stage, startNumbers, timeKeeper } from './actors.ts';
import { moveClock, send } from './client.ts';
import { Ledger } from './ledger.ts';
import type { Finding } from './promises/finding.ts';
import { verify } from './verify.ts';
import { readWorld } from './world.ts';

export interface CrashOptions {
  rounds: number;
  seed: number;
  /** Absent: the embedded database. The database named in it is emptied first. */
  mongodbUri?: string | undefined;
  say?: (line: string) => void;
}

export interface CrashResult {
  rounds: number;
  acknowledged: number;
  retried: number;
  findings: Finding[];
  /** Median time from start to the first answer, ms. */
  startMs: number;
}

const START = '2026-11-24T08:50:00+08:00';
const REPS = [
  'wang-min',
  'zhang-tao',
  'liu-yang',
  'xu-jing',
  'he-junjie',
  'liang-xiaoyan',
  'gao-feng',
  'song-yu',
];
/** On a busy machine the load takes its time to begin: a round lasts until this many answers more came in. */
const ANSWERS = 16;
const BUSY_MS = 4_000;
const IMPORT_EVERY = 10;
const IMPORT_ROWS = 40;

/**
 * Runs the real program under load, kills it at a random moment, starts it again on the same data, round after
 * round; then lets it finish, and compares what it had acknowledged with what is there.
 */
export async function crash({
  rounds,
  seed,
  mongodbUri,
  say = () => {},
}: CrashOptions): Promise<CrashResult> {
  const dataDir = await mkdtemp(join(tmpdir(), 'genjin-crash-'));
  const program = await Program.at({ dataDir, mongodbUri, now: START });
  try {
    if (mongodbUri) await emptied(mongodbUri);
    startNumbers(seed * 100_000);
    const ledger = new Ledger();
    const random = createRandom(seed);
    const chats = REPS.map((userId): Chat => ({ userId, last: '', cards: new Map() }));
    const starts: number[] = [];
    let retried = 0;
    for (let round = 1; round <= rounds; round++) {
      retried += ledger.open().length;
      const startMs = await oneRound(program, { ledger, random, chats, round });
      if (startMs) starts.push(startMs);
      if (round % 10 === 0) say(`round ${round}: ${ledger.acknowledged()} acknowledged`);
    }
    const now = await finish(program, ledger, say);
    starts.sort((a, b) => a - b);
    const findings = await compare(dataDir, mongodbUri, ledger, now);
    const startMs = starts[starts.length >> 1] ?? 0;
    return { rounds, acknowledged: ledger.acknowledged(), retried, findings, startMs };
  } finally {
    await program.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function oneRound(
  program: Program,
  world: { ledger: Ledger; random: Random; chats: Chat[]; round: number },
): Promise<number | undefined> {
  const { ledger, random, chats, round } = world;
  if (random.chance(0.1)) {
    // Killed while it is still starting.
    program.launch();
    await wait(200 + random.int(1_500));
    await program.kill();
    return undefined;
  }
  const startMs = await program.start();
  const began = performance.now();
  const stage: Stage = { url: program.url, ledger, random, over: false };
  if (round % IMPORT_EVERY === 3) importList(stage, IMPORT_ROWS);
  const redeliver = async () => {
    for (const ask of ledger.open()) if (!stage.over) await send(stage.url, ask);
  };
  const actors = [redeliver(), partner(stage), timeKeeper(stage), ...chats.map((chat) => rep(stage, chat))];
  await wait(50 + random.int(750));
  const enough = ledger.acknowledged() + random.int(ANSWERS);
  while (ledger.acknowledged() < enough && performance.now() - began < BUSY_MS) await wait(2);
  const dead = program.kill();
  stage.over = true;
  await dead;
  await Promise.all(actors);
  return startMs;
}

/** Lets the program come to rest: everything still open is sent again, everything due happens. */
async function finish(program: Program, ledger: Ledger, say: (line: string) => void): Promise<Date> {
  await program.start();
  for (let i = 0; i < 30 && (ledger.open().length || i < 3); i++) {
    for (const ask of ledger.open()) await send(program.url, ask);
    await moveClock(program.url, { advance: 'PT2M' });
  }
  say(`finishing: ${ledger.open().length} still open`);
  const now = await moveClock(program.url, { advance: 'PT26H' });
  const code = await program.stop();
  if (code !== 0) throw new Error(`the program stopped with ${code}:\n${program.output}`);
  return now;
}

async function compare(
  dataDir: string,
  mongodbUri: string | undefined,
  ledger: Ledger,
  now: Date,
): Promise<Finding[]> {
  const storage = await openStorage({ dataDir, mongodbUri }, createLogger('silent'));
  try {
    const unanswered = ledger
      .open()
      .map((ask) => `lost: no answer to ${ask.kind === 'leads' ? ask.key : ask.id}`);
    const answered = {
      promise: 'everything is answered in the end',
      of: ledger.asks.length,
      broken: unanswered,
    };
    return [answered, ...verify(await readWorld(storage.connection, now), ledger)];
  } finally {
    await storage.close();
  }
}

async function emptied(mongodbUri: string): Promise<void> {
  const storage = await openStorage({ dataDir: '', mongodbUri }, createLogger('silent'));
  await storage.connection.dropDatabase();
  await storage.close();
}
