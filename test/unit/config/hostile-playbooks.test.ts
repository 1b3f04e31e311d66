import { describe, expect, it } from 'vitest';
import { BASE, edited, loadBase } from '../../support/playbooks.ts';

const utf16 = Buffer.from(`\ufeff${BASE}`, 'utf16le');
/** 名称 in GBK: valid there, not in UTF-8. */
const gbk = Buffer.concat([Buffer.from('name: '), Buffer.from([0xc3, 0xfb, 0xb3, 0xc6])]);

const refused: [name: string, content: string | Uint8Array, message: RegExp, line?: number][] = [
  ['nothing at all', '', /空的/],
  ['nothing but blanks', ' \n\n  \n', /空的/],
  ['only comments', '# 还没写\n', /空的/],
  ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff, 0xfe]), /不是文本文件/],
  ['GBK', gbk, /UTF-8/],
  ['UTF-16', utf16, /不是文本文件/],
  ['more than 1 MB', `${BASE}\n#${'长'.repeat(400_000)}`, /文件太大/],
  ['a bare text', '你好', /若干“键: 值”，现在是文字/],
  ['a list', '- a\n- b', /现在是列表/],
  ['JSON with a missing brace', '{"playbook": "x"', /少了|对齐/],
  ['two documents', `${BASE}---\n${BASE}`, /一个文件里只能有一份/],
  ['tabs', edited(BASE, '    steps:\n      - { after: 1m', '    steps:\n\t\t- { after: 1m'), /Tab/, 82],
  ['a full-width colon', edited(BASE, 'schema: 1', 'schema：1'), /冒号/, 4],
  ['a full-width space', edited(BASE, '  policy:', '\u3000policy:'), /全角空格/],
  ['an unclosed quote', edited(BASE, 'name: 样例公司', 'name: "样例公司'), /引号|看不懂|少了/],
  ['a colon in a text', edited(BASE, 'name: 样例公司', 'name: 样例: 公司'), /两个冒号/, 5],
  ['a key twice', edited(BASE, 'schema: 1', 'schema: 1\nschema: 1'), /“schema”写了两次，第 4 行/, 5],
  ['an anchor and an alias', edited(BASE, 'name: 样例公司', 'name: &a 样例公司\nother: *a'), /锚点/, 5],
  ['a custom tag', edited(BASE, 'name: 样例公司', 'name: !!js/function "x"'), /类型标记/, 5],
  ['a list as a key', edited(BASE, 'name: 样例公司', '? [a, b]\n: c'), /只能是文字/],
  ['__proto__', edited(BASE, 'glossary:', 'glossary:\n  __proto__: { polluted: yes }'), /“__proto__”/],
  ['constructor', edited(BASE, 'glossary:', 'glossary:\n  constructor: x'), /“constructor”/],
  ['a bidi override', edited(BASE, '样例公司', '样例\u202e公司'), /U\+202E/, 5],
  ['an escaped bidi override', edited(BASE, '样例公司', '"样例\\u202e公司"'), /看不见的字符/, 5],
  ['a NUL', edited(BASE, '样例公司', '样例\u0000公司'), /U\+0000/, 5],
  ['a zero-width space', edited(BASE, 'policy', 'pol\u200bicy'), /U\+200B/],
];

describe('what is no playbook is refused with a reason', () => {
  it.each(refused)('%s', (_, content, message, line) => {
    const loaded = loadBase(content);
    if (loaded.ok) throw new Error('was accepted');
    expect(loaded.problems.length).toBeLessThanOrEqual(3);
    expect(loaded.problems[0]?.message).toMatch(message);
    if (line !== undefined) expect(loaded.problems[0]?.line).toBe(line);
  });
});

const bombs: [name: string, text: string][] = [
  [
    'an alias bomb',
    `a: &a [x, x]\n${'bcdefghij'
      .split('')
      .map((c, i) => `${c}: &${c} [${'*abcdefghi'[i + 1]}, *a]`)
      .join('\n')}`,
  ],
  [
    'a billion laughs',
    Array.from(
      { length: 12 },
      (_, i) =>
        `k${i}: &k${i} [${
          i === 0
            ? 'lol'
            : Array(9)
                .fill(`*k${i - 1}`)
                .join(', ')
        }]`,
    ).join('\n'),
  ],
  ['deep brackets', `a: ${'['.repeat(300_000)}`],
  ['deep braces', `a: ${'{a: '.repeat(100_000)}`],
  ['deep dashes', `${'- '.repeat(300_000)}x`],
  ['deep question marks', `${'? '.repeat(300_000)}x`],
  ['deep indentation', Array.from({ length: 1300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['one map with 60,000 keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: value`).join('\n')],
  ['only closing brackets', ']'.repeat(900_000)],
  ['only quotes', '"'.repeat(900_000)],
  ['only colons', ':\n'.repeat(400_000)],
  ['only percent signs', '%\n'.repeat(400_000)],
  ['many documents', '---\n'.repeat(250_000)],
  ['many commas', `[${','.repeat(900_000)}]`],
  [
    'a deep condition',
    edited(
      BASE,
      '{ fields.hospitalLevel: 三甲, budget: 高 }',
      `${'{ $and: [ '.repeat(9)}{ budget: 高 }${' ] }'.repeat(9)}`,
    ),
  ],
  ['a huge condition', edited(BASE, 'budget: 高 }', `budget: { $in: [${'高,'.repeat(2000)}] } }`)],
  ['a pattern that explodes', edited(BASE, '招标|投标', '"((a{1,100}){1,100}){1,100}"')],
];

describe('nothing makes the loader stall, crash or fill the memory', () => {
  it.each(bombs)(
    '%s',
    (_, text) => {
      expect(loadBase(text).ok).toBe(false);
    },
    10_000,
  );

  it('a playbook with byte order mark, Windows line ends and emoji is fine', () => {
    const text = `\ufeff${edited(BASE, '样例公司', '样例公司 👨‍⚕️')}`.replaceAll('\n', '\r\n');
    expect(loadBase(text)).toMatchObject({ ok: true, playbook: { name: '样例公司 👨‍⚕️' } });
  });

  it('nothing leaks into the prototype of objects', () => {
    loadBase(edited(BASE, 'glossary:', 'glossary:\n  __proto__: { polluted: yes }'));
    expect({}).not.toHaveProperty('polluted');
  });
});

/** A small generator with a fixed seed: the same mutilations in every run. */
function* randoms(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

it('200 random mutilations: always a playbook or problems with a place in the file', () => {
  const random = randoms(7);
  const below = (n: number) => Math.floor(random.next().value * n);
  const pieces = ['', ' ', '\n', '- ', ': ', '{', ']', '"', '\t', '：', '$in', '*', '&a', '0', '  '];
  for (let round = 0; round < 200; round += 1) {
    const at = below(BASE.length);
    const text = BASE.slice(0, at) + pieces[below(pieces.length)] + BASE.slice(at + below(12));
    const loaded = loadBase(text);
    const lines = text.split('\n').length;
    if (loaded.ok) continue;
    expect(loaded.problems.length, text).toBeGreaterThan(0);
    for (const problem of loaded.problems) {
      expect(problem.message, text).not.toBe('');
      if (problem.file === 'base.yaml') expect(problem.line, text).toBeLessThanOrEqual(lines + 1);
      expect(problem.line, text).toBeGreaterThan(0);
    }
  }
});
