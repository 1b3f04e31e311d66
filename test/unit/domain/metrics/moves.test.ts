import { expect, it } from 'vitest';
import type { StageMove } from '../../../../src/domain/journey/journey.ts';
import { movesFigure } from '../../../../src/domain/metrics/moves.ts';

const AT = new Date('2026-11-23T02:31:07.437Z');

function lead(...moves: Partial<StageMove>[]) {
  const whole = moves.map((move) => ({
    ...{ kind: 'forward' as const, from: 'a', to: 'b', at: AT, day: '2026-11-23', by: 'wang-min', items: [] },
    ...{ playbookVersion: 1 },
    ...move,
  }));
  return { journey: { moves: whole, locks: [], unlocks: [], proposals: [], given: {} } };
}

const MISSING = [{ item: 'demoDate', label: '演示日期' }];

it('counts the moves of one day, and who let leads pass', () => {
  const leads = [
    lead({ day: '2026-11-22' }, {}, { kind: 'back' }),
    lead({ by: 'li-qiang', waived: MISSING }, { kind: 'won', by: 'li-qiang', waived: MISSING }),
    lead({ by: 'zhao-xuemei', waived: MISSING }, { kind: 'lost' }),
    // Of another day, and one from before days were kept.
    lead({ kind: 'lost', day: '2026-11-24' }, { day: undefined, kind: 'won' }),
    { journey: undefined },
  ];
  expect(movesFigure('2026-11-23', leads, (id) => id.slice(0, 4))).toEqual({
    day: '2026-11-23',
    forward: 4,
    won: 1,
    lost: 1,
    reopened: 0,
    waived: [
      { userId: 'li-qiang', name: 'li-q', leads: 2 },
      { userId: 'zhao-xuemei', name: 'zhao', leads: 1 },
    ],
  });
});
