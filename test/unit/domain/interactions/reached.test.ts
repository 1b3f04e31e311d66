/**
 * What counts as a contact, over labelled lines of the three example playbooks (fixtures/contact, whose README says how
 * they came about).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Reached, reachedIn } from '../../../../src/domain/interactions/reached.ts';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { noteParserOf } from '../../../../src/domain/note/playbook-parser.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const NOW = new Date('2026-11-30T10:20:00.317+08:00');
const parserOf = (name: Parameters<typeof examplePlaybook>[0]) =>
  noteParserOf(examplePlaybook(name).playbook, createSegmenter);
/** By the letter a line begins with. */
const PARSERS = new Map([
  ['m', parserOf('medical-devices')],
  ['i', parserOf('industrial-equipment')],
  ['p', parserOf('pharma-chain')],
]);

function judged(file: string): { line: string; got: Reached }[] {
  const url = new URL(`../../../../fixtures/contact/${file}.txt`, import.meta.url);
  const lines = readFileSync(url, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const text = line.slice(2);
    const parsed = PARSERS.get(line[0] ?? '')?.parse(text, { now: NOW, customers: [] });
    if (!parsed) throw new Error(`no playbook for ${line}`);
    return { line, got: reachedIn(text, parsed) };
  });
}

function otherThan(want: Reached, file: string): string[] {
  return judged(file)
    .filter(({ got }) => got !== want)
    .map(({ line, got }) => `${got}: ${line}`);
}

describe('lines the rules were formed on', () => {
  it('counts no question, chat, command, plan or denial', () => {
    expect(judged('no-development').flatMap(({ line, got }) => (got === 'yes' ? line : []))).toEqual([]);
  });

  it('tells an attempt in vain from a contact', () => {
    expect(otherThan('attempt', 'attempt-development')).toEqual([]);
  });

  it('counts what was done or said', () => {
    expect(otherThan('yes', 'yes-development')).toEqual([]);
  });
});

/** Lines may still be told wrongly here: one in fifty is the measure. */
describe('lines held back', () => {
  it.each([
    ['no', 1],
    ['attempt', 1],
    ['yes', 0],
  ] as const)('are %s but for %i', (want, wrong) => {
    const others =
      want === 'no'
        ? judged('no-held-back').filter(({ got }) => got === 'yes')
        : otherThan(want, `${want}-held-back`);
    expect(others.length, JSON.stringify(others)).toBeLessThanOrEqual(wrong);
  });
});

describe('a request to be added', () => {
  const reached = (text: string) => {
    const parsed = PARSERS.get('m')?.parse(text, { now: NOW, customers: [] });
    return parsed && reachedIn(text, parsed);
  };

  it.each([
    '发了微信好友申请，还没通过',
    '加了微信没通过',
    '加了王主任微信，对方还没同意',
    '申请了好友，一直没理',
    '微信加了，等通过',
    '发了好友请求',
    '申请加她微信了',
    '企微加了他，没验证',
  ])('that nobody answered is no contact: %s', (text) => {
    expect(reached(text)).toBe('attempt');
  });

  it.each(['发了好友申请，通过了，聊了两句', '加上微信了', '加了店长微信', '申请了好友，已通过'])(
    'that was accepted is one: %s',
    (text) => {
      expect(reached(text)).toBe('yes');
    },
  );
});
