import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../../src/domain/calendar/calendar.ts';
import { dueAt } from '../../../../src/domain/calendar/due.ts';
import { parseDuration } from '../../../../src/domain/calendar/duration.ts';

const calendar = createCalendar();
const due = (start: string, after: string, time: 'wall' | 'working' | 'workdays') =>
  dueAt(new Date(`${start.replace(' ', 'T')}:00+08:00`), { after: parseDuration(after), time }, calendar);
const shown = (date: Date) =>
  new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

describe('dueAt', () => {
  it.each([
    ['2026-01-05 09:00', '2h', 'working', '2026-01-05 11:00', '2小时（工作时间）'],
    ['2026-01-05 11:00', '2h', 'working', '2026-01-05 14:30', '2小时（工作时间，跳过午休）'],
    ['2026-01-05 12:10', '2h', 'working', '2026-01-05 15:30', '2小时（工作时间，1月5日13:30起算）'],
    ['2026-01-05 17:00', '2h', 'working', '2026-01-06 10:00', '2小时（工作时间，跳过下班时间）'],
    ['2026-01-09 17:00', '2h', 'working', '2026-01-12 10:00', '2小时（工作时间，跳过下班时间、周末）'],
    ['2026-01-10 20:00', '2h', 'working', '2026-01-12 11:00', '2小时（工作时间，1月12日09:00起算）'],
    [
      '2026-02-13 17:00',
      '2h',
      'working',
      '2026-02-14 10:00',
      '2小时（工作时间，跳过下班时间，含2月14日春节调休上班）',
    ],
    ['2026-01-05 20:00', '2h', 'wall', '2026-01-05 22:00', '2小时（自然时间）'],
    ['2026-01-05 20:00', '72h', 'wall', '2026-01-08 20:00', '72小时（自然时间）'],
    ['2026-01-31 20:00', '3d', 'wall', '2026-02-03 20:00', '3天（自然时间）'],
    ['2026-01-05 15:00', '2 workdays', 'workdays', '2026-01-07 15:00', '2个工作日'],
    ['2026-01-05 15:00', '5 workdays', 'workdays', '2026-01-12 15:00', '5个工作日（跳过周末）'],
    ['2026-01-08 15:00', '3d', 'workdays', '2026-01-13 15:00', '3天（跳过周末）'],
    [
      '2026-09-29 15:00',
      '5 workdays',
      'workdays',
      '2026-10-12 15:00',
      '5个工作日（跳过国庆节、周末，含10月10日国庆节调休上班）',
    ],
  ] as const)('%s + %s (%s) → %s, because %s', (start, after, time, at, because) => {
    const result = due(start, after, time);
    expect(shown(result.at)).toBe(at);
    expect(result.because).toBe(because);
    expect(result.warnings).toEqual([]);
  });

  it('warns when the holidays on the way are not known', () => {
    const result = due('2030-12-30 15:00', '5 workdays', 'workdays');
    expect(shown(result.at)).toBe('2031-01-07 15:00');
    expect(result.because).toBe('5个工作日（跳过元旦、周末）');
    expect(result.warnings).toHaveLength(2);
  });

  it.each([
    ['5 workdays', 'working', '改用 workdays'],
    ['3d', 'working', '写成小时'],
    ['2h', 'workdays', '改用 working'],
    ['5 workdays', 'wall', '需要 time: workdays'],
  ] as const)('refuses %s as %s', (after, time, message) => {
    expect(() => due('2026-01-05 09:00', after, time)).toThrow(message);
  });
});
