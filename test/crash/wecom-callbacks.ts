import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/core/clock.ts';
import { Program } from '../support/program.ts';
import { createRandom, type Random } from '../support/random.ts';
import type { Fields } from '../support/wecom/envelope.ts';
import { MockWecom } from '../support/wecom/mock-wecom.ts';

export interface CallbackCrash {
  callbacks: number;
  kills: number;
  seed: number;
  mongodbUri?: string | undefined;
  say?: (line: string) => void;
}

export interface CallbackCrashResult {
  deliveries: number;
  /** Deliveries that met no living process, and were repeated as WeCom does. */
  repeated: number;
  /** Callbacks that were acknowledged and not answered. */
  lost: string[];
  /** Callbacks answered more than once. */
  doubled: string[];
}

const MEMBERS = 40;
const PARALLEL = 8;
const ANSWERED_WITHIN_MS = 60_000;

/**
 * Delivers every callback one to four times, in random order, while the program is killed again and again; then looks
 * on the phones: each callback must have been answered once.
 */
export async function crashCallbacks(options: CallbackCrash): Promise<CallbackCrashResult> {
  const { callbacks, kills, seed, mongodbUri, say = () => {} } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'genjin-callbacks-'));
  const members = Array.from({ length: MEMBERS }, (_, i) => ({
    userid: `rep-${i}`,
    name: `销售${i}`,
    position: '销售代表',
    department: [1],
  }));
  const mock = await MockWecom.start({ clock: systemClock, members });
  const env = {
    ...mock.env,
    API_KEYS: 'key-of-the-callback-crash',
    HOST: '127.0.0.1',
    PLAYBOOK: 'fixtures/playbooks/medical-devices/playbook.yaml',
  };
  const program = await Program.at({ dataDir, mongodbUri, env });
  mock.callbackUrl = `${program.url}/wecom/callback`;
  try {
    await program.start();
    await everybodyIsKnown(mock);
    const random = createRandom(seed);
    const queue = shuffled(deliveriesOf(mock, callbacks, random), random);
    const deliveries = queue.length;
    const killAfter = Math.ceil(deliveries / (kills + 1));
    let repeated = 0;
    let done = 0;
    const sender = async () => {
      for (let fields = queue.shift(); fields; fields = queue.shift()) {
        const [status] = await mock.callback(fields).catch(() => [0]);
        if (status === 200) done++;
        else {
          repeated++;
          queue.push(fields);
          await wait(200);
        }
      }
    };
    const killer = async () => {
      for (let kill = 1; kill <= kills; kill++) {
        while (done < kill * killAfter && queue.length) await wait(2);
        await program.kill();
        say(`killed at ${done} of ${deliveries} deliveries`);
        await program.start();
      }
    };
    await Promise.all([killer(), ...Array.from({ length: PARALLEL }, sender)]);
    const timesAnswered = () => countAnswers(mock, callbacks);
    await until('everything is answered', ANSWERED_WITHIN_MS, () =>
      timesAnswered().every((n) => n > 0),
    ).catch((error: Error) => say(error.message));
    // What would come twice has had its time.
    await wait(3_000);
    const counts = timesAnswered();
    const numbers = (is: (n: number) => boolean) => counts.flatMap((n, i) => (is(n) ? [lineOf(i)] : []));
    return { deliveries, repeated, lost: numbers((n) => n === 0), doubled: numbers((n) => n > 1) };
  } finally {
    await program.kill();
    await mock.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Members are taken in one after the other: when the last one is answered, all are known. */
async function everybodyIsKnown(mock: MockWecom): Promise<void> {
  const last = `rep-${MEMBERS - 1}`;
  for (let i = 0; mock.app.of(last).length === 0; i++) {
    if (i * 500 > ANSWERED_WITHIN_MS) throw new Error('the directory is never read');
    await mock.says(last, '帮助').catch(() => []);
    await wait(500);
  }
}

/** Each asks for a lead of its own that does not exist: the answer names it. */
function lineOf(i: number): string {
  return `L${900_000 + i}`;
}

function deliveriesOf(mock: MockWecom, callbacks: number, random: Random): Fields[] {
  return Array.from({ length: callbacks }, (_, i) => {
    const message = { MsgType: 'text', Content: `查看 ${lineOf(i)}`, MsgId: mock.nextMsgId() };
    const fields = { ...mock.common(`rep-${i % MEMBERS}`), ...message };
    return Array.from({ length: 1 + random.int(4) }, () => fields);
  }).flat();
}

function countAnswers(mock: MockWecom, callbacks: number): number[] {
  const counts = new Map<string, number>();
  for (const { text } of mock.app.messages) {
    const line = /L9\d{5}/.exec(text ?? '')?.[0];
    if (line) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return Array.from({ length: callbacks }, (_, i) => counts.get(lineOf(i)) ?? 0);
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}

async function until(what: string, ms: number, isSo: () => boolean): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`it never came to this: ${what}`);
    await wait(50);
  }
}

/** `node --import tsx test/crash/wecom-callbacks.ts --callbacks 1000 --kills 10`; ends with 1 when any is lost or doubled. */
if (process.argv[1]?.endsWith('wecom-callbacks.ts')) {
  const { values } = parseArgs({
    options: {
      callbacks: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      database: { type: 'string', default: 'embedded' },
    },
  });
  const result = await crashCallbacks({
    callbacks: Number(values.callbacks),
    kills: Number(values.kills),
    seed: Number(values.seed),
    mongodbUri: values.database === 'embedded' ? undefined : values.database,
    say: (line) => console.log(line),
  });
  const { deliveries, repeated, lost, doubled } = result;
  console.log(
    `${values.callbacks} callbacks, ${deliveries} deliveries (${repeated} repeated), ${values.kills} kills: ` +
      `lost ${lost.length}, doubled ${doubled.length}`,
  );
  for (const line of [...lost, ...doubled]) console.log(line);
  process.exit(lost.length + doubled.length ? 1 : 0);
}
