/**
 * `node .ci/on-real-mongodb.mjs TOOL REPORT PATH…`: runs the test files below PATH… on a real MongoDB in two lines, each
 * with one server for all its files and some files to a vitest, and writes { numPassedTests, numFailedTests } to REPORT,
 * with the failed files' names as `failures`.
 *
 * The servers run under emulation and now and then die or hang without a word in their log. That says nothing about
 * Genjin: files that had not passed while their server went are run again on a new one. Whatever else fails, has
 * failed.
 */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';

const [tool, report, ...paths] = process.argv.slice(2);
const PORTS = [27218, 27219];
const TRIES = 4;
/** To a vitest, which loads the product once for all of them. */
const FILES_AT_ONCE = 8;
/** Emulated, it takes seconds to build the indexes. */
const TEST_TIMEOUT_MS = 240_000;

const run = promisify(execFile);
const say = (line) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'genjin-real-'));
const queue = (await Promise.all(paths.map(testFiles))).flat();
/** How often each file's server has gone. */
const gone = new Map();
const total = { numPassedTests: 0, numFailedTests: 0, failures: [] };
await Promise.all(PORTS.map(line));
await writeFile(report, JSON.stringify(total));
process.exit(total.numFailedTests > 0 ? 1 : 0);

async function line(port) {
  let uri = await freshServer(port);
  for (let files = nextFiles(); files.length > 0; files = nextFiles()) {
    const { done, said, code } = await vitest(files, uri);
    const alive = await answers(uri);
    const open = files.filter((file) => !done.has(file));
    for (const [file, { passed, failed }] of done) {
      if (failed === 0 || alive) count(file, passed, failed, said);
      else open.push(file);
    }
    if (!alive) {
      say(`the server went: ${open.length} files once more`);
      for (const file of open) gone.set(file, (gone.get(file) ?? 0) + 1);
      const lost = open.filter((file) => gone.get(file) >= TRIES);
      for (const file of lost) count(file, 0, 1, said);
      open.splice(0, open.length, ...open.filter((file) => !lost.includes(file)));
      uri = await freshServer(port);
    } else if (code !== 0 && done.size > 0 && [...done.values()].every(({ failed }) => failed === 0)) {
      count(`${files.join(' ')}: an error outside the tests`, 0, 1, said);
    } else if (done.size === 0) {
      // Nothing came of it, and not for want of a server: none of these will ever end.
      for (const file of open.splice(0)) count(file, 0, 1, said);
    }
    queue.unshift(...open);
  }
  await run(tool, ['wipe', String(port)]);
}

/** Towards the end fewer at once, so that both lines end together. */
function nextFiles() {
  return queue.splice(0, Math.min(FILES_AT_ONCE, Math.ceil(queue.length / PORTS.length)));
}

function count(file, passed, failed, said) {
  total.numPassedTests += passed;
  total.numFailedTests += failed;
  if (failed) {
    total.failures.push(`on a real MongoDB: ${file}`);
    say(said);
  }
  say(`${failed ? 'FAILED' : 'ok    '} ${file} (${passed} passed, ${failed} failed)`);
}

async function freshServer(port) {
  await run(tool, ['kill', String(port)]).catch(() => {});
  await run(tool, ['wipe', String(port)]);
  const { stdout } = await run(tool, ['start', String(port)]);
  return stdout.trim().split('\n').at(-1);
}

/**
 * The first failure ends it: after a death all others would only wait for their time limits. `done` has the files that
 * ended, passed or failed; those behind the failure are not among them.
 */
async function vitest(files, uri) {
  const out = join(folder, `${randomUUID()}.json`);
  const args = ['vitest', 'run', ...files, '--bail=1', '--maxWorkers=1', `--testTimeout=${TEST_TIMEOUT_MS}`];
  const child = spawn('npx', [...args, '--reporter=dot', '--reporter=json', `--outputFile.json=${out}`], {
    env: { ...process.env, MONGODB_URI: uri },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((done) => child.on('close', done));
  const { testResults = [] } = JSON.parse(await readFile(out, 'utf8').catch(() => '{}'));
  const done = new Map();
  for (const { name, status, assertionResults } of testResults) {
    const having = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
    // What is skipped on purpose is `skipped`; what was not reached is `pending`, and of a whole file nothing is there.
    const ended = status === 'failed' || (assertionResults.length > 0 && having('pending') === 0);
    // A file that cannot even be loaded, or whose hooks fail, has no failed tests.
    const failed = status === 'failed' ? Math.max(having('failed'), 1) : 0;
    if (ended) done.set(relative(process.cwd(), name), { passed: having('passed'), failed });
  }
  return { done, said, code };
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
