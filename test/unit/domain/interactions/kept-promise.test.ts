import { describe, expect, it } from 'vitest';
import { startClock } from '../../../../src/domain/clocks/clock-rules.ts';
import { callsOff, keptPromise, withoutCalledOff } from '../../../../src/domain/interactions/kept-promise.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';
import { local, sharp } from '../../../support/time.ts';

/** Written, with the right answers, before the patterns. */
describe('what was agreed on is called off by', () => {
  it.each([
    '客户说周四的拜访取消',
    '取消周五下午的约',
    '下周三见面改期，等他通知',
    '院长出差，会议推后了',
    '约定作废',
    '他说不用再回访了',
    '面谈黄了',
    '时间待定',
    '改天再约',
    '演示先不要约了',
  ])('%s', (text) => expect(callsOff(text)).toBe(true));
});

describe('and stands after', () => {
  it.each([
    '发了案例资料',
    '已发报价单',
    '打电话确认了周四的约定没有取消',
    '拜访不改期，照旧',
    '客户问预算能不能分期',
    '取消了CT，只要彩超',
    '没打通',
    '约好周四见面，资料先发过去了',
    '客户推荐了他们兄弟医院',
  ])('%s', (text) => expect(callsOff(text)).toBe(false));
});

describe('the appointment of a record without a date', () => {
  const version = examplePlaybook('medical-devices');
  const at = local('2026-11-23 10:30');
  const firstDue = { at: sharp('2026-11-26 15:30'), because: '约定的跟进时间' };
  const clocks = [startClock('follow-up', version, { at, assignment: 1, firstDue })];

  it('is kept while it is ahead', () => {
    expect(keptPromise({ clocks }, '发了案例资料', local('2026-11-24 09:00'))).toBe(clocks[0]);
  });
  it('is over once its time has come', () => {
    expect(keptPromise({ clocks }, '发了案例资料', local('2026-11-26 15:30'))).toBeUndefined();
  });
  it('is dropped when the record says so', () => {
    expect(keptPromise({ clocks }, '周四的拜访取消了', local('2026-11-24 09:00'))).toBeUndefined();
  });
  it('is not agreed on anew by the record that calls it off', () => {
    const dayOf = (at: Date) => new Date(+at + 8 * 3_600_000).toISOString().slice(0, 10);
    const off = { text: '周四的会面取消了', nextAt: sharp('2026-11-26 08:30') };
    const moved = { text: '周四改期，周五上午再谈', nextAt: sharp('2026-11-27 08:30') };
    expect(withoutCalledOff({ clocks }, off, dayOf).nextAt).toBeUndefined();
    expect(withoutCalledOff({ clocks }, moved, dayOf).nextAt).toEqual(moved.nextAt);
  });
  it('is none without one', () => {
    expect(keptPromise({ clocks: [] }, '发了案例资料', at)).toBeUndefined();
  });
});
