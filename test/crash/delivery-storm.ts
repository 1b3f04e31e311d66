import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Program } from '../support/program.ts';
import { createRandom, type Random } from '../support/random.ts';

/** A chat platform as a storm uses it. */
export interface StormPlatform {
  /** Connects the program to it. */
  env: Record<string, string>;
  /** The program listens there, now and after every kill. */
  listensAt(url: string): void;
  /** A member types a text: the ways in which the platform may deliver it, each once. */
  deliveries(userId: string, text: string, random: Random): Delivery[];
  /** What is on everybody's phones. */
  shown(): { to: string; text: string }[];
  /** What goes wrong beside the program's death. */
  troubles: Trouble[];
  close(): Promise<void>;
}

/** @returns whether it was acknowledged; if not, it is made again */
export type Delivery = () => Promise<boolean>;

export interface Trouble {
  name: string;
  strike(): Promise<void>;
}

export interface StormOptions {
  /** How many different messages are sent. */
  messages: number;
  kills: number;
  seed: number;
  /** Absent: the embedded database. */
  mongodbUri?: string | undefined;
  say?: ((line: string) => void) | undefined;
}

export interface StormResult {
  deliveries: number;
  /** Deliveries that met no living process and were made again. */
  repeated: number;
  /** Messages that were acknowledged and not answered. */
  lost: string[];
  /** Messages answered more than once. */
  doubled: string[];
}

export const STORM_MEMBERS = Array.from({ length: 40 }, (_, i) => ({
  id: `rep-${i}`,
  name: `销售${i}`,
  title: '销售代表',
}));

const PARALLEL = 8;
/** Longer than any hand-over: the next blow does not wait for deliveries that an earlier one holds up. */
const STALLED_MS = 20_000;

/**
 * Delivers every message, perhaps several times and in any order, while the program is killed and the platform
 * misbehaves again and again; then looks on the phones: each message must have been answered once.
 */
export async function storm(
  platform: StormPlatform,
  { messages, kills, seed, mongodbUri, say = () => {} }: StormOptions,
  answeredWithinMs = 60_000,
): Promise<StormResult> {
  const dataDir = await mkdtemp(join(tmpdir(), 'genjin-storm-'));
  const env = {
    ...platform.env,
    API_KEYS: 'key-of-the-storm',
    HOST: '127.0.0.1',
    PLAYBOOK: 'fixtures/playbooks/medical-devices/playbook.yaml',
  };
  const program = await Program.at({ dataDir, mongodbUri, env });
  platform.listensAt(program.url);
  const random = createRandom(seed);
  const dies = {
    name: 'kill -9',
    strike: async () => {
      await program.kill();
      await program.start();
    },
  };
  try {
    await program.start();
    await everybodyIsKnown(platform, random);
    const queue = random.shuffled(askAll(platform, messages, random));
    const deliveries = queue.length;
    const blows = random.shuffled([...platform.troubles, ...Array.from({ length: kills }, () => dies)]);
    let repeated = 0;
    let done = 0;
    const courier = async () => {
      for (let deliver = queue.shift(); deliver; deliver = queue.shift()) {
        if (await deliver().catch(() => false)) done++;
        else {
          repeated++;
          queue.push(deliver);
          await wait(200);
        }
      }
    };
    const strike = async () => {
      for (const [i, { name, strike: run }] of blows.entries()) {
        const at = Math.ceil((deliveries * (i + 1)) / (blows.length + 1));
        await until(STALLED_MS, () => done >= at || !queue.length);
        say(`${name} at ${done} of ${deliveries} deliveries`);
        await run();
      }
    };
    await Promise.all([strike(), ...Array.from({ length: PARALLEL }, courier)]);
    await until(answeredWithinMs, () => answers(platform, messages).every((n) => n > 0));
    // What would come twice has had its time.
    await wait(3_000);
    const counts = answers(platform, messages);
    const named = (is: (n: number) => boolean) => counts.flatMap((n, i) => (is(n) ? [lineOf(i)] : []));
    return { deliveries, repeated, lost: named((n) => n === 0), doubled: named((n) => n > 1) };
  } finally {
    await program.kill();
    await platform.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * Members are taken in one after the other: when the last one is answered as a colleague, all are known. A stranger
 * is answered too, but not about a lead.
 */
async function everybodyIsKnown(platform: StormPlatform, random: Random): Promise<void> {
  const last = STORM_MEMBERS.at(-1)?.id ?? '';
  for (let i = 0; i < 120; i++) {
    if (platform.shown().some(({ to, text }) => to === last && text.includes('L800000'))) return;
    const [ask] = platform.deliveries(last, '查看 L800000', random);
    await Promise.race([ask?.().catch(() => false), wait(5_000)]);
    await wait(500);
  }
  throw new Error('the directory is never read');
}

/** Each asks for a lead of its own that does not exist: the answer names it. */
function lineOf(i: number): string {
  return `L${900_000 + i}`;
}

function askAll(platform: StormPlatform, messages: number, random: Random): Delivery[] {
  return Array.from({ length: messages }, (_, i) => {
    const member = STORM_MEMBERS[i % STORM_MEMBERS.length];
    return platform.deliveries(member?.id ?? '', `查看 ${lineOf(i)}`, random);
  }).flat();
}

/** How often each message was answered. */
function answers(platform: StormPlatform, messages: number): number[] {
  const counts = new Map<string, number>();
  for (const { text } of platform.shown()) {
    const line = /L9\d{5}/.exec(text)?.[0];
    if (line) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return Array.from({ length: messages }, (_, i) => counts.get(lineOf(i)) ?? 0);
}

/** Waits until it is so, but no longer than this. */
async function until(ms: number, isSo: () => boolean): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo() && performance.now() < end) await wait(10);
}

/** For the command line: `--messages 1000 --kills 10 --seed 1 --database mongodb://…`; ends with 1 when any is lost or doubled. */
export async function stormByHand(run: (options: StormOptions) => Promise<StormResult>): Promise<never> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      database: { type: 'string', default: 'embedded' },
    },
  });
  const { deliveries, repeated, lost, doubled } = await run({
    messages: Number(values.messages),
    kills: Number(values.kills),
    seed: Number(values.seed),
    mongodbUri: values.database === 'embedded' ? undefined : values.database,
    say: (line) => console.log(line),
  });
  console.log(
    `${values.messages} messages, ${deliveries} deliveries (${repeated} repeated), ${values.kills} kills: ` +
      `lost ${lost.length}, doubled ${doubled.length}`,
  );
  for (const line of [...lost, ...doubled]) console.log(line);
  process.exit(lost.length + doubled.length ? 1 : 0);
}
