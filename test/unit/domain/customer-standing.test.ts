import { describe, expect, it } from 'vitest';
import { readStanding } from '../../../src/domain/customer-standing.ts';

describe('what a customer is said to have become', () => {
  it.each([
    ['已搬迁 新地址 绍兴市越城区迪荡路8号', 'moved', '绍兴市越城区迪荡路8号'],
    ['搬到宁波市鄞州区宁南北路1111号', 'moved', '宁波市鄞州区宁南北路1111号'],
    ['已迁址，新址为嘉兴市中环南路1882号', 'moved', '嘉兴市中环南路1882号'],
    ['搬走了', 'moved', undefined],
    ['被吊销', 'closed', undefined],
    ['歇业', 'closed', undefined],
    ['已倒闭', 'closed', undefined],
    ['恢复营业', 'active', undefined],
  ])('%s', (text, lifecycle, address) => {
    expect(readStanding(text)).toMatchObject({ lifecycle, ...(address && { address }) });
    expect(readStanding(text)?.address).toBe(address);
  });

  it.each(['装修中', '不错', '停业两天后恢复', '注销了一个科室'])('%s is something else', (text) => {
    expect(readStanding(text)).toBeNull();
  });
});
