import { describe, expect, it } from 'vitest';
import { STATUS_LABELS } from '../../../../src/domain/leads/lead.ts';
import { SOURCE_LABELS } from '../../../../src/domain/leads/sources.ts';
import { ROLE_LABELS } from '../../../../src/domain/people/person.ts';

/** The page's modules are plain JavaScript for the browser; these two also run here. */
const PAGE = '../../../../src/platforms/simulator/page/lib';
type Stamp = (date: Date, now: Date) => string;
const time = (await import(`${PAGE}/time.js`)) as {
  formatDay(date: Date): string;
  formatSeconds(date: Date): string;
  formatStamp: Stamp;
  formatDue: Stamp;
  nextMorning(now: Date): Date;
  toInputValue(date: Date): string;
  fromInputValue(value: string): Date | undefined;
};
const labels = (await import(`${PAGE}/labels.js`)) as {
  ROLE_LABELS: Record<string, string>;
  STATUS_LABELS: Record<string, string>;
  SOURCE_LABELS: Record<string, string>;
  actorName(who: string, users: { id: string; name: string }[]): string;
  labelOf(labels: Record<string, string>, id: string): string;
};

const at = (text: string): Date => new Date(`${text}+08:00`);
const NOW = at('2026-11-23T14:03:22');

describe('times, always of Shanghai', () => {
  it('show day and seconds', () => {
    expect(time.formatDay(at('2026-12-31T23:59:59'))).toBe('12月31日 周四');
    expect(time.formatDay(at('2027-01-01T00:00:00'))).toBe('1月1日 周五');
    expect(time.formatSeconds(NOW)).toBe('14:03:22');
  });

  it.each([
    ['2026-11-23T09:05:00', '09:05'],
    ['2026-11-22T23:59:00', '昨天 23:59'],
    ['2026-11-24T00:00:00', '明天 00:00'],
    ['2026-11-02T10:02:00', '11月2日 10:02'],
    ['2025-12-31T10:02:00', '2025年12月31日 10:02'],
  ])('%s is %s', (date, text) => {
    expect(time.formatStamp(at(date), NOW)).toBe(text);
  });

  it.each([
    ['2026-11-23T14:03:22', '2026-11-24T10:05:00'],
    ['2026-11-23T00:10:00', '2026-11-23T10:05:00'],
    ['2026-11-23T10:04:59', '2026-11-23T10:05:00'],
    ['2026-11-23T10:05:00', '2026-11-24T10:05:00'],
    ['2026-12-31T23:00:00', '2027-01-01T10:05:00'],
  ])('after %s the report is out at %s', (now, next) => {
    expect(time.nextMorning(at(now))).toEqual(at(next));
  });

  it.each([
    ['2026-11-23T16:03:22', '还剩 2 小时'],
    ['2026-11-23T14:03:30', '还剩 不到 1 分钟'],
    ['2026-11-26T15:03:22', '还剩 3 天 1 小时'],
    ['2026-11-23T12:58:00', '已超时 1 小时 5 分'],
  ])('due %s: %s', (due, text) => {
    expect(time.formatDue(at(due), NOW)).toBe(text);
  });

  it('go through the time field and back', () => {
    expect(time.toInputValue(NOW)).toBe('2026-11-23T14:03');
    expect(time.fromInputValue('2026-11-23T14:03')).toEqual(at('2026-11-23T14:03:00'));
    expect(time.fromInputValue('')).toBeUndefined();
  });
});

describe('labels', () => {
  it('are those of the product', () => {
    expect(labels.ROLE_LABELS).toEqual(ROLE_LABELS);
    expect(labels.STATUS_LABELS).toEqual(STATUS_LABELS);
    expect(labels.SOURCE_LABELS).toEqual(SOURCE_LABELS);
  });

  it.each([
    ['wang-min', '王敏'],
    ['routing', '自动分配'],
    ['clock:first-touch', '首次联系时钟'],
    ['someone', 'someone'],
  ])('%s is called %s', (who, name) => {
    expect(labels.actorName(who, [{ id: 'wang-min', name: '王敏' }])).toBe(name);
  });

  it('of unknown ids are the ids, whatever they are called', () => {
    expect(labels.labelOf({ a: '甲' }, 'constructor')).toBe('constructor');
  });
});
