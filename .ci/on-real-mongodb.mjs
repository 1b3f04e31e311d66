/**
 * `node .ci/on-real-mongodb.mjs TOOL REPORT PATH…`: runs the test files below PATH… on a real MongoDB, two at a time,
 * each line with a server of its own, and writes { numPassedTests, numFailedTests } to REPORT.
 *
 * The servers run under emulation and now and then die or hang without a word in their log. That says nothing about
 * Genjin: a file that failed while its server went is run again on a new one. Whatever else fails, has failed.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';

const [tool, report, ...paths] = process.argv.slice(2);
const PORTS = [27218, 27219];
const TRIES = 4;
/** Emulated, it takes seconds to build the indexes. */
const TEST_TIMEOUT_MS = 240_000;

const run = promisify(execFile);
const say = (line) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'genjin-real-'));
const queue = (await Promise.all(paths.map(testFiles))).flat();
const total = { numPassedTests: 0, numFailedTests: 0 };
await Promise.all(PORTS.map(line));
await writeFile(report, JSON.stringify(total));
process.exit(total.numFailedTests > 0 ? 1 : 0);

async function line(port) {
  for (let file = queue.shift(); file; file = queue.shift()) {
    const { passed, failed } = await judged(file, port);
    total.numPassedTests += passed;
    total.numFailedTests += failed;
    say(`${failed ? 'FAILED' : 'ok    '} ${file} (${passed} passed, ${failed} failed)`);
  }
  await run(tool, ['wipe', String(port)]);
}

async function judged(file, port) {
  for (let tries = 1; ; tries++) {
    const uri = await freshServer(port);
    const result = await vitest(file, uri);
    if (!result.failed || tries === TRIES || (await answers(uri))) return result;
    say(`the server went during ${file}: once more`);
    await run(tool, ['kill', String(port)]);
  }
}

async function freshServer(port) {
  await run(tool, ['wipe', String(port)]);
  const { stdout } = await run(tool, ['start', String(port)]);
  return stdout.trim().split('\n').at(-1);
}

/** The first failure ends the file: after a death all others would only wait for their time limits. */
async function vitest(file, uri) {
  const out = join(folder, `${file.replaceAll('/', '-')}.json`);
  const args = ['vitest', 'run', file, '--bail=1', `--testTimeout=${TEST_TIMEOUT_MS}`];
  const child = spawn('npx', [...args, '--reporter=dot', '--reporter=json', `--outputFile.json=${out}`], {
    env: { ...process.env, MONGODB_URI: uri },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((done) => child.on('close', done));
  const { numPassedTests, numFailedTests } = JSON.parse(await readFile(out, 'utf8').catch(() => '{}'));
  // A file that cannot even be loaded, or whose hooks fail, has no failed tests.
  const failed = Math.max(numFailedTests ?? 0, code === 0 ? 0 : 1);
  if (failed) say(said);
  return { passed: numPassedTests ?? 0, failed };
}

async function answers(uri) {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000, socketTimeoutMS: 5_000 });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

async function testFiles(path) {
  if ((await stat(path)).isFile()) return [path];
  const names = await readdir(path, { recursive: true });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => join(path, name));
}
