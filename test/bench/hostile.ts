import { LookupTable } from '../../src/domain/intake/lookup-table.ts';
import { maskPhone } from '../../src/domain/normalise/phone.ts';
import { cleanText } from '../../src/domain/normalise/text.ts';
import { compilePattern } from '../../src/domain/pattern.ts';
import { growth } from '../support/growth.ts';
import { HOSTILE_PIECES, parseNote } from '../support/hostile-notes.ts';
import { atMost, type Figure, type Part } from './figures.ts';

/**
 * What strangers can type must not cost more than its length. Each figure is how many times longer a text takes that is
 * so many times longer: near that number where the time is linear, near its square where it is not. The bounds lie
 * between, far enough from the first that a busy machine stays below them.
 */
export const hostile: Part = {
  name: 'hostile',
  title: 'Hostile input: how the time grows with the length',
  run: async () => [...phones(), text(), ...patterns(), ...notes(), lookups()],
};

const times = (what: string, value: number, limit: number): Figure => atMost(what, value, '×', limit);

function phones(): Figure[] {
  return ['138 ', '(0571) ', '00 86 - ', '1 ', '+86.', '0'].map((piece) =>
    times(
      `phone numbers, ${JSON.stringify(piece)} repeated, 10 times the length`,
      growth(maskPhone, piece.repeat(2_000), piece.repeat(20_000)),
      40,
    ),
  );
}

function text(): Figure {
  const made = (length: number) => '\u200D\u202E\u0301👍\uFE0F '.repeat(length);
  const grown = growth((raw: string) => cleanText(raw, { max: 5000 }), made(2000), made(20_000));
  return times('cleaning text, 10 times the length', grown, 40);
}

function patterns(): Figure[] {
  return ['(a+)+$', '(a|aa)+$', '(.*)*x', '(a*)*b', '(?:a?){30}a{30}'].map((source) => {
    const pattern = compilePattern(source);
    const run = (typed: string) => [pattern.exec(typed), pattern.test(typed)];
    // Short texts take a faster path inside re2js, so 40 times the text may cost 200 times; quadratic would be 1,600.
    const grown = growth(run, `${'a'.repeat(1000)}!`, `${'a'.repeat(40_000)}!`);
    return times(`the pattern ${source}, 40 times the length`, grown, 700);
  });
}

function notes(): Figure[] {
  // Longer notes are not searched at all, so the growth is looked at below that.
  const made = (piece: string, length: number) =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  const worst = HOSTILE_PIECES.map((piece) => ({
    piece,
    // The fixed cost stands in for what any note takes.
    grown: growth(parseNote, made(piece, 200), made(piece, 1000), 2),
  })).reduce((a, b) => (b.grown > a.grown ? b : a));
  const sentence = '张主任 已报价50万 ';
  return [
    times(`a note, ${JSON.stringify(worst.piece)} repeated (the worst), 5 times the length`, worst.grown, 20),
    times(
      'a note too long to search, 10 times the length',
      growth(parseNote, made(sentence, 5000), made(sentence, 50_000)),
      40,
    ),
  ];
}

function lookups(): Figure {
  const table = (count: number) => {
    const rows = Array.from({ length: count }, (_, n) => ({
      名称: `杭州康健${n}号诊所`,
      城市: '杭州',
      别名: `康健${n}`,
    }));
    return { count, found: new LookupTable(rows, { name: '名称', city: '城市', aliases: '别名' }) };
  };
  const run = ({ count, found }: ReturnType<typeof table>) => {
    for (let n = 0; n < 2000; n++) found.find(`康健${n % count}`, '杭州');
  };
  return times('master data, 100 times the rows', growth(run, table(200), table(20_000)), 20);
}
