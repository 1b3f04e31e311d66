import { describe, expect, it } from 'vitest';
import { cleanText, truncateText } from '../../../../src/domain/normalise/text.ts';

const clean = (raw: string) => cleanText(raw, { max: 200 });

describe('cleanText', () => {
  it.each([
    ['full width', '杭州ＡＢＣ（中国）有限公司，电话１３８', '杭州ABC(中国)有限公司,电话138'],
    ['ideographic space', '王主任　　13812345678', '王主任 13812345678'],
    ['no-break and thin spaces', 'a\u00A0\u2009\u3000b', 'a b'],
    ['line breaks of every kind', 'a\r\nb\u2028c\u0085d\ve', 'a b c d e'],
    ['surrounding space', '\uFEFF \t 张三 \u200B ', '张三'],
    ['zero width', '138\u200B1234\u200C5678\u2060', '13812345678'],
    ['joiner between letters', '张\u200D三', '张三'],
    ['bidi override', 'report\u202Efdp.exe\u2066x\u2069', 'reportfdp.exex'],
    ['control characters', 'a\u0000b\u0007c\u001B[31md\u007F', 'abc[31md'],
    ['soft hyphen', '有限\u00AD公司', '有限公司'],
    ['Hangul fillers', '\u3164王\uFFA0\u115F五', '王五'],
    ['Braille blank looks like a space', 'a\u2800b', 'a b'],
    ['language tags used to smuggle text', 'ok\u{E0068}\u{E0069}', 'ok'],
    ['lone surrogates', 'a\uD83Db\uDC4Dc', 'abc'],
    ['noncharacters', 'a\uFFFE\u{1FFFF}b', 'ab'],
    ['variation selector after a Han character', '葛\u{E0100}', '葛'],
    ['Kangxi radicals', '⽤⽣', '用生'],
    ['ligatures and circled numbers', 'ﬁ①㎡', 'fi1m2'],
    ['composes', 'e\u0301', 'é'],
    ['composes across a removed character', 'e\u200B\u0301', 'é'],
    ['nothing visible', '\u200B\u202E \n', ''],
    ['empty', '', ''],
  ])('%s', (_name, raw, expected) => {
    expect(clean(raw)).toBe(expected);
  });

  it.each(['👍🏽', '👨‍👩‍👧‍👦', '❤️', '🏳️‍🌈', '1️⃣', '👩🏻‍⚕️', '🇨🇳', '成交🎉🎉', '🀄️'])(
    'keeps the emoji %s whole',
    (emoji) => {
      expect(clean(emoji)).toBe(emoji);
    },
  );

  it('keeps lines when asked to', () => {
    const raw = ' 第一行 \r\n\t第二行\n\n\n\n第三行 ';
    expect(cleanText(raw, { max: 99, multiline: true })).toBe('第一行\n第二行\n\n第三行');
  });

  it('thins out stacked accents but leaves normal ones', () => {
    expect(clean(`Z${'\u0335'.repeat(500)}a`)).toBe(`Z${'\u0335'.repeat(8)}a`);
    expect(clean('Việt ก็ไม่')).toBe('Việt ก็ไม่');
  });

  it.each([
    ['plain', '一二三四五', 3, '一二三'],
    ['no cut needed', '一二三', 3, '一二三'],
    ['surrogate pair', 'a𠮷b', 2, 'a'],
    ['skin tone', 'ok👍🏽', 4, 'ok'],
    ['family', '好👨‍👩‍👧‍👦', 8, '好'],
    ['flags are pairs', '🇨🇳🇨🇳', 6, '🇨🇳'],
    ['combining mark', 'x\u0335y\u0336', 3, 'x\u0335'],
    ['no space left at the end', 'ab cd', 3, 'ab'],
    ['the first character does not fit', '👨‍👩‍👧‍👦', 3, ''],
    ['nothing fits', 'abc', 0, ''],
  ])('never breaks a character: %s', (_name, raw, max, expected) => {
    expect(cleanText(raw, { max })).toBe(expected);
  });

  it('is idempotent on random code points', () => {
    const random = lcg(20261121);
    for (let round = 0; round < 3000; round++) {
      const raw = Array.from({ length: 30 }, () => randomCharacter(random)).join('');
      for (const multiline of [true, false]) {
        const once = cleanText(raw, { max: 20, multiline });
        expect(cleanText(once, { max: 20, multiline })).toBe(once);
        expect(once.length).toBeLessThanOrEqual(20);
      }
    }
  });
});

describe('truncateText', () => {
  it('marks the cut inside the limit', () => {
    expect(truncateText('一二三四五', 4, '…')).toBe('一二三…');
    expect(truncateText('一二三', 4, '…')).toBe('一二三');
    expect(truncateText('一👍🏽三四五', 4, '…')).toBe('一…');
  });
});

function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function randomCharacter(random: () => number): string {
  const ranges: [number, number][] = [
    [0, 0x2ff],
    [0x300, 0x36f],
    [0x200b, 0x2070],
    [0x3000, 0x33ff],
    [0xf900, 0xffff],
    [0x1f300, 0x1faff],
    [0, 0x10ffff],
    [0xfe00, 0xfe0f],
    [0x4e00, 0x4eff],
  ];
  const [from, to] = ranges[Math.floor(random() * ranges.length)] ?? [0, 0];
  return String.fromCodePoint(from + Math.floor(random() * (to - from + 1)));
}
