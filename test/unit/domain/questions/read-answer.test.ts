import { describe, expect, it } from 'vitest';
import type { AnswerKind, QuestionItem } from '../../../../src/domain/questions/item.ts';
import { isPlainAnswer, readAnswer } from '../../../../src/domain/questions/read-answer.ts';
import { asksWhy, isChat, leavingIn } from '../../../../src/domain/questions/words.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';
import { local } from '../../../support/time.ts';

const { playbook } = examplePlaybook('medical-devices');
/** A Wednesday. */
const CONTEXT = { playbook, now: new Date(+local('2026-12-02 14:11') + 137) };
const OPTIONS: Partial<Record<AnswerKind, QuestionItem['options']>> = {
  choice: [
    { value: '观望', words: ['待观察'] },
    { value: '推荐', words: [] },
  ],
  choices: [
    { value: '影像类', words: ['影像'] },
    { value: '检验类', words: [] },
  ],
  band: playbook.budget,
};

function item(kind: AnswerKind, over: Partial<QuestionItem> = {}): QuestionItem {
  return { id: 'x', label: '这一项', words: [], kind, options: OPTIONS[kind] ?? [], ...over };
}

describe('an answer by its kind', () => {
  it.each<[AnswerKind, string, unknown]>([
    ['yes-no', '是', true],
    ['yes-no', '需要的', undefined],
    ['yes-no', '要', true],
    ['yes-no', '好的', true],
    ['yes-no', '不用', false],
    ['yes-no', '暂时不用', false],
    ['yes-no', '没有', false],
    ['yes-no', '还在商量', undefined],
    ['number', '0', 0],
    ['number', '三十天', 30],
    ['number', '30天', 30],
    ['number', '大概 45 天', 45],
    ['number', '一个月', 1],
    ['number', '不知道', undefined],
    ['number', '30到45', undefined],
    ['money', '50万', 500_000],
    ['money', '86.5万元', 865_000],
    ['money', '120,000', 120_000],
    ['money', '0', 0],
    // 50 元 or 50 万: nobody knows.
    ['money', '50', undefined],
    ['money', '50到60万', undefined],
    ['money', '报价50万 下周回访', undefined],
    ['date', '周五', '2026-12-04'],
    ['date', '下周二', '2026-12-08'],
    ['date', '12月18日', '2026-12-18'],
    ['date', '2026-12-18', '2026-12-18'],
    ['date', '2026/2/30', undefined],
    ['date', '明天下午三点', '2026-12-03'],
    ['date', '下周', undefined],
    ['date', '等通知', undefined],
    ['date', '周五 需要二次演示', undefined],
    ['choice', '待观察', '观望'],
    ['choice', ' 推 荐 ', '推荐'],
    ['choice', '强烈反对', undefined],
    ['choices', '影像、检验类', ['影像类', '检验类']],
    ['choices', '影像和检验类', ['影像类', '检验类']],
    ['choices', '影像、不清楚', undefined],
    ['band', '80万', '50–200万'],
    ['band', '还没定', undefined],
    ['person', '王建国', '王建国'],
    ['person', '设备科王主任', '设备科王主任'],
    ['person', '王主任说下周再看', undefined],
    ['person', '138', undefined],
    ['text', '无', '无'],
    ['text', '接口和售后，其他没有。', '接口和售后，其他没有'],
    ['text', '   ', undefined],
    ['file', '已经发了', undefined],
  ])('%s: %s', (kind, text, value) => {
    const read = readAnswer(text, item(kind), CONTEXT);
    expect(read.ok ? read.value : undefined).toEqual(value);
    if (!read.ok) expect(read.why).toMatch(/\p{Script=Han}/u);
  });

  it('没有 empties what may be empty, and 对 says yes to what is known', () => {
    expect(readAnswer('没有', item('number', { optional: true }), CONTEXT)).toEqual({
      ok: true,
      value: null,
    });
    expect(readAnswer('对的', item('text', { suggested: '陈伟' }), CONTEXT)).toEqual({
      ok: true,
      value: '陈伟',
    });
  });

  it('a free text or a file is never plain', () => {
    expect(isPlainAnswer('接口', item('text'), CONTEXT)).toBe(false);
    expect(isPlainAnswer('周五', item('date'), CONTEXT)).toBe(true);
  });
});

describe('short lines about a question', () => {
  it.each([
    ['取消', 'cancel'],
    ['算了吧', 'cancel'],
    ['稍后', 'later'],
    ['等会儿再说', 'later'],
    ['晚点填', 'later'],
    ['先不填', 'later'],
    ['取消 L1024', undefined],
    ['稍后给他打电话', undefined],
    ['客户取消了订单', undefined],
  ])('leaving: %s', (text, how) => expect(leavingIn(text)).toBe(how));

  it.each([
    ['为什么要填？', true],
    ['为啥要问这个', true],
    ['这个必须填吗', true],
    ['什么意思', true],
    ['怎么填', true],
    ['客户为什么还不签', false],
    ['王主任怎么联系', false],
    ['周五', false],
  ])('why: %s', (text, is) => expect(asksWhy(text)).toBe(is));

  it.each([
    ['好的', true],
    ['收到！', true],
    ['谢谢', true],
    ['好的周五见', false],
    ['王主任', false],
  ])('chat: %s', (text, is) => expect(isChat(text)).toBe(is));
});
