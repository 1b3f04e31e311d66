import { describe, expect, it } from 'vitest';
import { leadsAtHead } from '../../../../src/domain/note/leads-at-head.ts';

describe('several lead numbers at the head of a line', () => {
  it.each([
    ['L1002和L1003都发了邮件', 'L1002 L1003', '发了邮件'],
    ['L1002、L1003、L1007 都没接', 'L1002 L1003 L1007', '没接'],
    ['l12/l13 分别发了资料', 'L12 L13', '发了资料'],
    ['L1002 L1003 已电话沟通', 'L1002 L1003', '已电话沟通'],
    ['Ｌ１００２，L1003：嫌贵', 'L1002 L1003', '嫌贵'],
    ['L1002和L1003两家都报价了', 'L1002 L1003', '报价了'],
  ])('each get the rest: %s', (text, leads, rest) => {
    expect(leadsAtHead(text)).toEqual({ leadIds: leads.split(' '), rest, differs: false });
  });

  it('get no sum each by guessing', () => {
    expect(leadsAtHead('L1002和L1003分别报价50万和60万')?.differs).toBe(true);
  });

  it.each([
    'L1002 发了邮件',
    'L1002和王工聊了',
    'L1002和L1002都发了',
    'L1002和L1003发了邮件，L1004没接',
    '和L1002',
  ])('are none in %s', (text) => {
    expect(leadsAtHead(text)).toBeNull();
  });
});
