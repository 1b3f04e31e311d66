import { describe, expect, it } from 'vitest';
import { likelyCommands } from '../../../cards/likely-commands.ts';
import type { Colleague } from '../../../src/domain/people/person.ts';

const REP: Colleague = { _id: 'a', name: '甲', role: 'rep', regions: [], active: true, mobile: '' } as never;
const LEAD: Colleague = { ...REP, role: 'team-lead' };

describe('what is offered where a line was not understood', () => {
  it.each([
    ['王敏这周怎么样', '指标 王敏这周'],
    ['华东组上个月业绩如何？', '指标 华东组上个月'],
    ['哪个组最慢', '指标 首次响应时长 按组'],
    ['谁跟得最慢啊', '指标 首次响应时长 按人'],
    ['还有没人跟的吗', '待分配'],
    ['我的线索', '网页'],
    ['王敏手上的客户', '网页'],
  ])('%s: %s', (text, command) => {
    expect(likelyCommands(text, LEAD)).toContain(command);
  });

  it('nothing of the managers is offered to a rep, and never more than three', () => {
    expect(likelyCommands('还有没人跟的吗', REP)).not.toContain('待分配');
    expect(likelyCommands('今天超时的指标报表怎么样', REP)).toHaveLength(3);
  });
});
