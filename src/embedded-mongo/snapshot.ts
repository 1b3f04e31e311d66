/**
 * Copies of an embedded database's files, taken while another process works with them or at rest, and their
 * examination. Both happen in a process of its own: LMDB must not be opened twice in one, and a file that is cut off
 * or damaged can end the process that reads it.
 */
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Documents by collection: `{ leads: 1200, … }`. */
export type Census = Record<string, number>;

/** What the child is asked, as its arguments. */
export type ChildTask = ['copy', dataDir: string, target: string] | ['examine', dataDir: string];
export type ChildAnswer = { census: Census } | { problem: string };

const WITHIN_MS = 30 * 60_000;

/**
 * Copies the database in `dataDir` into the empty or missing folder `target`, as it stands at one moment. The process
 * that has the database goes on reading and writing meanwhile: LMDB copies from a read transaction.
 * @throws Error when there is no database, it is damaged, or the disk is full
 */
export async function copyDatabase(dataDir: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  await ask(['copy', dataDir, target]);
}

/**
 * Reads every document of the database in `dataDir`.
 * @throws Error saying what is wrong with the file
 */
export function examine(dataDir: string): Promise<Census> {
  return ask(['examine', dataDir]);
}

function ask(task: ChildTask): Promise<Census> {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const child = fork(fileURLToPath(new URL('./snapshot-child.ts', import.meta.url)), task, {
    execArgv: ['--import', pathToFileURL(tsx).href],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.once('message', (answer: ChildAnswer) => {
      if ('census' in answer) resolve(answer.census);
      else reject(new Error(answer.problem));
    });
    child.once('error', reject);
    // Behind an answer this changes nothing.
    child.once('exit', (code, signal) =>
      reject(new Error(`the database file is damaged: reading it ended with ${signal ?? `code ${code}`}`)),
    );
  });
}
