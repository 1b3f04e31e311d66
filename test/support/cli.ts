import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import { ROOT } from './company.ts';

export interface CliResult {
  code: number;
  /** What a script would read. */
  out: string;
  /** Hints and errors. */
  err: string;
}

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genjin-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface CliInput {
  env: Record<string, string>;
  /** Called with each line of progress. */
  onProgress?: (text: string) => void;
  signal?: AbortSignal;
}

/** Runs one command line within this process. */
export async function genjin(argv: string[], { env, onProgress, signal }: CliInput): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(argv, {
    env,
    root: ROOT,
    signal: signal ?? new AbortController().signal,
    terminal: {
      out: (text = '') => out.push(text),
      err: (text) => err.push(text),
      progress: (text) => onProgress?.(text),
    },
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
