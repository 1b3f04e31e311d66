import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../../src/domain/interactions/interaction.ts';
import { taughtBy, wordAdvice } from '../../../../src/domain/interactions/taught.ts';
import { recordOf } from '../../../support/card-world.ts';

const AT = new Date('2026-11-30T10:20:00.437+08:00');
const QUOTED = { id: 'quoted', label: '已报价' };
const words = {
  actions: [{ ...QUOTED, kinds: [], words: ['报价'], touch: true, rulesOut: [], answers: false }],
  objections: [],
};

function corrected(_id: string, text: string, right = true): Interaction {
  const taught = [{ of: 'action' as const, ...QUOTED, right, text }];
  // The record reads as it was put right; the words that were meant are those it had before.
  return recordOf({
    _id,
    text: '已报价',
    actions: right ? [QUOTED] : [],
    objections: [],
    taught,
    taughtAt: AT,
  });
}

describe('what a correction teaches', () => {
  it('is what came and what went, the latest word on each', () => {
    const before = {
      text: '掀了底牌',
      actions: [QUOTED],
      objections: [],
      taught: [{ of: 'action' as const, ...QUOTED, right: true, text: '掀了底牌' }],
    };
    const after = { actions: [{ id: 'visited', label: '已拜访' }], objections: [] };
    expect(taughtBy(before, after, AT).taught).toEqual([
      { of: 'action', id: 'visited', label: '已拜访', right: true, text: '掀了底牌' },
      { of: 'action', ...QUOTED, right: false, text: '掀了底牌' },
    ]);
    expect(taughtBy(before, before, AT)).toEqual({});
  });
});

describe('advice about words', () => {
  const three = [
    corrected('R1', '上午跟王主任掀底牌了'),
    corrected('R2', '掀底牌了，他没吭声'),
    corrected('R3', '电话里掀底牌'),
  ];

  it('names the longest word that three corrections share, and what it would change', () => {
    const other = recordOf({ _id: 'R9', text: '李科那边也掀底牌了', actions: [], objections: [] });
    expect(wordAdvice(three, [...three, other], words)).toEqual([
      {
        of: 'action',
        ...QUOTED,
        word: '掀底牌',
        cases: 3,
        examples: ['上午跟王主任掀底牌了', '掀底牌了，他没吭声', '电话里掀底牌'],
        missed: ['R9'],
      },
    ]);
  });

  it.each([
    ['two corrections are too few', three.slice(0, 2), []],
    ['one corrected the other way', [...three, corrected('R4', '没掀底牌呢', false)], []],
    [
      'said more often without it',
      three,
      ['甲', '乙', '丙', '丁'].map((who, i) =>
        recordOf({ _id: `R2${i}`, text: `${who}掀底牌`, actions: [], objections: [] }),
      ),
    ],
  ])('is none: %s', (_why, cases, past) => {
    expect(wordAdvice(cases, past, words)).toEqual([]);
  });
});
