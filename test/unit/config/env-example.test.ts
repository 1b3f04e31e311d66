import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig, SETTINGS } from '../../../src/config/env.ts';
import { isGenjinError } from '../../../src/core/errors.ts';
import { ROOT } from '../../support/company.ts';

const text = readFileSync(join(ROOT, '.env.example'), 'utf8');
const blocks = text.split(/\n\n+/).filter((block) => /^#[A-Z_]+=/m.test(block));
const examples = Object.entries(parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, '')));

describe('.env.example', () => {
  it('names exactly the settings there are', () => {
    expect(examples.map(([name]) => name).sort()).toEqual([...SETTINGS].sort());
  });

  it('sets none of them as it stands', () => {
    expect(parseEnv(text)).toEqual({});
  });

  it.each(examples)('shows a value of %s that is accepted', (name, value) => {
    expect(problemsWith(name, { [name]: value })).toEqual([]);
  });

  it.each(blocks)('explains in Chinese and English: %s', (block) => {
    const comments = block.split('\n').filter((line) => line.startsWith('# '));
    expect(comments.some((line) => /\p{Script=Han}/u.test(line))).toBe(true);
    expect(comments.some((line) => /^# [A-Z][\x20-\x7e]+$/.test(line))).toBe(true);
  });
});

/** What is said against this setting; others may be missing beside it. */
function problemsWith(name: string, env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!isGenjinError(error, 'config')) throw error;
    return error.problems.filter((problem) => problem.path === name).map((problem) => problem.message);
  }
}

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  it('has every setting in its table, and no other', () => {
    const rows = readFileSync(join(ROOT, file), 'utf8').matchAll(/^\| `([A-Z_]+)` +\|/gm);
    expect([...rows].map(([, name]) => name).sort()).toEqual([...SETTINGS].sort());
  });
});
