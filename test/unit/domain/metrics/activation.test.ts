import { describe, expect, it } from 'vitest';
import {
  type ActivationLead,
  activationFormula,
  cohortFigure,
  inactiveRows,
  isActivated,
} from '../../../../src/domain/metrics/activation.ts';

const ASSIGNED = new Date('2026-11-20T02:00:00Z');
const HOUR = 3_600_000;

function lead(over: Partial<ActivationLead> & { touchedAfter?: number } = {}): ActivationLead {
  const { touchedAfter, ...rest } = over;
  return {
    _id: 'L1',
    company: '市一医院',
    ownerId: 'a',
    status: 'assigned',
    firstAssignedAt: ASSIGNED,
    ...(touchedAfter === undefined
      ? {}
      : { firstTouchedAt: new Date(ASSIGNED.getTime() + touchedAfter * HOUR) }),
    ...rest,
  };
}

describe('activated within 72 hours of the first assignment', () => {
  it.each([
    ['at once', { touchedAfter: 0 }, true],
    ['to the minute', { touchedAfter: 72 }, true],
    ['a second late', { touchedAfter: 72 + 1 / 3600 }, false],
    ['never', {}, false],
    ['never assigned', { firstAssignedAt: undefined }, false],
    ['closed after a call', { touchedAfter: 1, status: 'lost' as const }, true],
  ])('%s: %o', (_what, over, activated) => {
    expect(isActivated(lead(over), 72)).toBe(activated);
  });
});

describe('a day’s figure', () => {
  it.each([
    ['nothing assigned', [], 0, 0, undefined],
    ['all', [lead({ touchedAfter: 1 }), lead({ touchedAfter: 2 })], 2, 2, 1],
    ['some', [lead({ touchedAfter: 1 }), lead(), lead({ touchedAfter: 80 })], 3, 1, 1 / 3],
  ])('%s', (_what, leads, assigned, activated, share) => {
    const figure = cohortFigure('2026-11-20', leads, 72);
    expect(figure).toMatchObject({ day: '2026-11-20', assigned, activated });
    expect(figure.share).toBe(share);
  });
});

describe('who waits', () => {
  const now = new Date(ASSIGNED.getTime() + 95.5 * HOUR);

  it('the longest first, then by number, with the owner by name', () => {
    const leads = [
      lead({ _id: 'L3' }),
      lead({ _id: 'L2' }),
      lead({ _id: 'L1', firstAssignedAt: new Date(ASSIGNED.getTime() + HOUR) }),
    ];
    const rows = inactiveRows(leads, (id) => id.toUpperCase(), now);
    expect(rows.map(({ leadId, hours, ownerName }) => [leadId, hours, ownerName])).toEqual([
      ['L2', 95.5, 'A'],
      ['L3', 95.5, 'A'],
      ['L1', 94.5, 'A'],
    ]);
  });

  it.each([
    ['touched', { touchedAfter: 80 }],
    ['lost', { status: 'lost' as const }],
    ['without owner', { ownerId: undefined }],
    ['never assigned', { firstAssignedAt: undefined }],
  ])('not %s', (_what, over) => {
    expect(inactiveRows([lead(over)], String, now)).toEqual([]);
  });
});

it('the formula names its window', () => {
  expect(activationFormula(72)).toContain('分配后72小时内');
});
