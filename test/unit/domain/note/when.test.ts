import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseWhen } from '../../../../src/domain/note/parse-note.ts';

/** Thursday, 10:20 in Shanghai. */
const THURSDAY = '2026-03-12T10:20';

function when(text: string, now = THURSDAY): string | undefined {
  const found = parseWhen(text, new Date(`${now}:00+08:00`));
  if (!found) return undefined;
  const wall = new Date(found.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return `${found.deadline ? 'by ' : ''}${wall} ${found.precision}`;
}

describe('a day', () => {
  it.each([
    ['今天', '2026-03-12 09:00 day'],
    ['明天', '2026-03-13 09:00 day'],
    ['明日', '2026-03-13 09:00 day'],
    ['后天', '2026-03-14 09:00 day'],
    ['大后天', '2026-03-15 09:00 day'],
    ['周五', '2026-03-13 09:00 day'],
    ['周一', '2026-03-16 09:00 day'],
    ['周四', '2026-03-19 09:00 day'],
    ['星期天', '2026-03-15 09:00 day'],
    ['礼拜六', '2026-03-14 09:00 day'],
    ['周末', '2026-03-14 09:00 day'],
    ['本周五', '2026-03-13 09:00 day'],
    ['下周二', '2026-03-17 09:00 day'],
    ['下个星期日', '2026-03-22 09:00 day'],
    ['下周3', '2026-03-18 09:00 day'],
    ['下下周一', '2026-03-23 09:00 day'],
    ['下周末', '2026-03-21 09:00 day'],
    ['下周中', '2026-03-18 09:00 day'],
    ['25号', '2026-03-25 09:00 day'],
    ['5号', '2026-04-05 09:00 day'],
    ['31号', '2026-03-31 09:00 day'],
    ['下个月5号', '2026-04-05 09:00 day'],
    ['下下个月1日', '2026-05-01 09:00 day'],
    ['12月3日', '2026-12-03 09:00 day'],
    ['十二月三号', '2026-12-03 09:00 day'],
    ['1月5日', '2026-01-05 09:00 day', '2026-01-02T09:00'],
    ['1月5日', '2027-01-05 09:00 day', '2026-12-20T09:00'],
    ['明年1月8号', '2027-01-08 09:00 day'],
    ['2026-12-03', '2026-12-03 09:00 day'],
    ['2026.12.3', '2026-12-03 09:00 day'],
    ['12/3', '2026-12-03 09:00 day'],
    ['3.24', '2026-03-24 09:00 day'],
    ['月底', '2026-03-31 09:00 day'],
    ['下月底', '2026-04-30 09:00 day'],
    ['下月初', '2026-04-01 09:00 day'],
    ['月初', '2026-04-01 09:00 day'],
    ['年底', '2026-12-31 09:00 day'],
    ['2月底', '2028-02-29 09:00 day', '2028-01-10T09:00'],
    ['下周二（3月17日）', '2026-03-17 09:00 day'],
  ])('%s is %s', (text, expected, now = THURSDAY) => {
    expect(when(text, now)).toBe(expected);
  });

  it.each([
    ['3天后', '2026-03-15 09:00 day'],
    ['三天后', '2026-03-15 09:00 day'],
    ['过两天', '2026-03-14 09:00 day'],
    ['两周后', '2026-03-26 09:00 day'],
    ['两周后来看样机', '2026-03-26 09:00 day'],
    ['一个星期后', '2026-03-19 09:00 day'],
    ['半个月后', '2026-03-27 09:00 day'],
    ['一个月后', '2026-04-12 09:00 day'],
    ['一个月后', '2026-02-28 09:00 day', '2026-01-31T09:00'],
    ['半年后', '2026-09-12 09:00 day'],
    ['3个工作日内', 'by 2026-03-17 09:00 day'],
    ['3天内', 'by 2026-03-15 09:00 day'],
    ['半小时后', '2026-03-12 10:50 time'],
    ['两个半小时后', '2026-03-12 12:50 time'],
    ['3小时后', '2026-03-13 02:20 time', '2026-03-12T23:20'],
  ])('%s is %s', (text, expected, now = THURSDAY) => {
    expect(when(text, now)).toBe(expected);
  });
});

describe('a time of day', () => {
  it.each([
    ['下周二下午3点', '2026-03-17 15:00 time'],
    ['下周二 下午 3 点', '2026-03-17 15:00 time'],
    ['明天上午10点半', '2026-03-13 10:30 time'],
    ['明天上午十点一刻', '2026-03-13 10:15 time'],
    ['明天15:30', '2026-03-13 15:30 time'],
    ['明天15：30', '2026-03-13 15:30 time'],
    ['明天3点', '2026-03-13 15:00 time'],
    ['明天三点半', '2026-03-13 15:30 time'],
    ['周三三点', '2026-03-18 15:00 time'],
    ['明天8点', '2026-03-13 08:00 time'],
    ['明天一点', '2026-03-13 13:00 time'],
    ['中午12点', '2026-03-12 12:00 time'],
    ['今晚八点', '2026-03-12 20:00 time'],
    ['明早9点', '2026-03-13 09:00 time'],
    ['周五晚上7点', '2026-03-13 19:00 time'],
    ['周二上午9点-11点', '2026-03-17 09:00 time'],
    ['3点', '2026-03-12 15:00 time'],
    ['周五下班前', 'by 2026-03-13 18:00 time'],
    ['下午4点前', 'by 2026-03-12 16:00 time'],
  ])('%s is %s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });

  it.each([
    ['明天下午', '2026-03-13 14:00 half-day'],
    ['后天上午', '2026-03-14 09:00 half-day'],
    ['明晚', '2026-03-13 19:00 half-day'],
    ['明天中午前', 'by 2026-03-13 12:00 half-day'],
  ])('%s is %s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });
});

describe('a term or period', () => {
  it.each([
    ['周五前', 'by 2026-03-13 09:00 day'],
    ['周五之前', 'by 2026-03-13 09:00 day'],
    ['月底前', 'by 2026-03-31 09:00 day'],
    ['5日前', 'by 2026-04-05 09:00 day'],
    ['最晚周三', 'by 2026-03-18 09:00 day'],
    ['20号截止', 'by 2026-03-20 09:00 day'],
    ['本周内', 'by 2026-03-13 09:00 week'],
    ['下周内', 'by 2026-03-20 09:00 week'],
    ['这个月内', 'by 2026-03-31 09:00 month'],
    ['下周', '2026-03-16 09:00 week'],
    ['下个月', '2026-04-01 09:00 month'],
    ['明年3月', '2027-03-01 09:00 month'],
    ['4月中旬', '2026-04-11 09:00 week'],
    ['8月前', 'by 2026-07-31 09:00 day'],
  ])('%s is %s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });
});

describe('a festival', () => {
  it.each([
    ['清明后', '2026-03-12T10:20', '2026-04-07 09:00 day'],
    ['春节后', '2026-01-28T14:00', '2026-02-24 09:00 day'],
    ['年后', '2026-01-28T14:00', '2026-02-24 09:00 day'],
    ['过完年', '2026-01-28T14:00', '2026-02-24 09:00 day'],
    ['年前', '2026-01-28T14:00', 'by 2026-02-14 09:00 day'],
    ['五一后', '2026-04-14T10:00', '2026-05-06 09:00 day'],
    ['端午过完', '2026-06-10T10:00', '2026-06-22 09:00 day'],
    ['中秋后', '2026-09-23T10:00', '2026-09-28 09:00 day'],
    ['国庆后', '2026-09-23T10:00', '2026-10-08 09:00 day'],
    ['十一长假回来', '2026-09-23T10:00', '2026-10-08 09:00 day'],
    ['国庆前', '2026-09-23T10:00', 'by 2026-09-30 09:00 day'],
    ['节后', '2026-09-23T10:00', '2026-09-28 09:00 day'],
    ['节后', '2026-10-03T10:00', '2026-10-08 09:00 day'],
  ])('%s on %s is %s', (text, now, expected) => {
    expect(when(text, now)).toBe(expected);
  });

  it.each([
    ['元旦后', '2026-12-30T10:00', '2027-01-04 09:00 day'],
    ['春节后', '2026-12-30T10:00', '2027-02-15 09:00 day'],
    ['年前', '2027-01-20T10:00', 'by 2027-02-04 09:00 day'],
    ['春节后', '2029-12-30T10:00', '2030-02-11 09:00 day'],
  ])(
    '%s on %s is estimated as %s while the holidays of that year are not arranged',
    (text, now, expected) => {
      expect(when(text, now)).toBe(expected);
    },
  );
});

describe('no date', () => {
  it.each([
    '便宜一点',
    '早一点回复',
    '有点贵',
    '提了三点要求',
    '让5点',
    '每周三下午接待',
    '一周两次',
    '3号楼',
    '二号线',
    '第3天',
    '环节后面',
    '过几天',
    '改天',
    '50.12万',
    '首付1/3',
    '3个月',
    '2月30日',
    '25点',
    '50万',
    '五一促销',
    '周主任',
    '',
  ])('in %s', (text) => {
    expect(when(text)).toBeUndefined();
  });

  it('is read out of 下周一定, but 下周一 is', () => {
    expect(when('下周一定来')).toBe('2026-03-16 09:00 week');
    expect(when('周三方案评审')).toBe('2026-03-18 09:00 day');
    expect(when('下周一')).toBe('2026-03-16 09:00 day');
  });
});

describe('several dates', () => {
  it.each([
    ['the one ahead, not the one behind', '昨天拜访 下周三再约', '2026-03-18'],
    ['the one behind by its verb', '周三拜访过 周五再去', '2026-03-13'],
    ['the replacement', '周二不行 改到周四', '2026-03-19'],
    ['the step, not the absence', '15号出差回来 月底再碰', '2026-03-31'],
    ['the step, not the meeting before it', '周一开会 周三才有空 周三下午过去', '2026-03-18'],
    ['the earlier of two steps', '周三发资料 下周一回访', '2026-03-16'],
    ['the step, not the opening of bids after it', '12月3日开标 下周二回访', '2026-03-17'],
    ['the first alternative', '下周二或周三 过来', '2026-03-17'],
  ])('takes %s', (_what, text, expected) => {
    expect(when(text)?.replace('by ', '').slice(0, 10)).toBe(expected);
  });
});

describe.each(['America/New_York', 'Pacific/Kiritimati', 'UTC'])('on a machine in %s', (zone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it.each([
    ['明天上午10点半', '2026-03-12T00:10', '2026-03-13 10:30 time'],
    ['下周二下午3点', '2026-03-08T02:30', '2026-03-10 15:00 time'],
    ['周五', '2026-11-01T23:50', '2026-11-06 09:00 day'],
    ['2小时后', '2026-03-08T14:30', '2026-03-08 16:30 time'],
  ])('%s on %s is %s', (text, now, expected) => {
    expect(when(text, now)).toBe(expected);
  });
});

it('places a date without a time at the start of the working day', () => {
  const now = new Date('2026-03-12T10:20:00+08:00');
  expect(parseWhen('明天', now, '08:30')?.at.toISOString()).toBe('2026-03-13T00:30:00.000Z');
  expect(() => parseWhen('明天', now, '8 Uhr')).toThrow(RangeError);
});
