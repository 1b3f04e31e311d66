/** What a note says of actions and objections, in the many ways it can be said. */
import { describe, expect, it } from 'vitest';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { createNoteParser } from '../../../../src/domain/note/parse-note.ts';
import { WordFinder } from '../../../../src/domain/note/vocabulary.ts';
import { vocabulary, vocabularyWords } from '../../../eval/notes.ts';

const now = new Date('2026-03-12T10:20:00+08:00');
const parser = createNoteParser(vocabulary, { segment: createSegmenter(vocabularyWords) });
const parse = (text: string) => parser.parse(text, { now, customers: [] });

/** `quoted`, `-quoted` when negated, `(quoted)` when planned. */
function actions(text: string): string {
  const note = parse(text);
  return [
    ...note.actions.map(({ id, negated }) => (negated ? `-${id}` : id)),
    ...note.planned.map(({ id }) => `(${id})`),
  ].join(' ');
}

function objections(text: string): string {
  return parse(text)
    .objections.map(({ id, negated }) => (negated ? `-${id}` : id))
    .join(' ');
}

describe('an action that took place', () => {
  it.each([
    [
      'quoted',
      '已报价 报价了 报了价 报过价 刚报价 给他报价了 报价50万 报了50万 报12万 报价单发了 已经给了报价',
    ],
    ['demoed', '演示了 已演示 演示过 做了演示 演示完 看了演示 演示效果好'],
    ['visited', '拜访了 已拜访 拜访过 去拜访了 上门拜访 今天拜访 昨天拜访 刚拜访完'],
    ['called', '打了电话 已电话 电话沟通 通了电话 刚通完电话 来电'],
    ['sampled', '寄样了 已寄样 样品已寄 样品寄出 送了样品 样品发过去了 样品没收到'],
    ['materials', '资料已发 发了资料 发了份资料 已发彩页 留了名片和资料'],
    ['proposal', '方案已发 方案提交了 给了方案 方案发过去了'],
    ['trial', '已试用 试用中 试用一周 开始试用'],
    ['contract-sent', '合同已发 发了合同 合同寄了'],
    ['wechat', '已加微信 加了微信 微信加了'],
  ])('%s: %s', (id, texts) => {
    for (const text of texts.split(' ')) expect([text, actions(text)]).toEqual([text, id]);
  });
});

describe('an action that did not take place', () => {
  it.each([
    [
      'quoted',
      '没报价 还没报价 未报价 没有报价 尚未报价 没来得及报价 报价没出 报价还没做 没给报价 不用报价 别报价 没谈价格 没敢报价',
    ],
    ['demoed', '没演示 还没演示 未演示 没演示成 演示没做 演示没做成'],
    ['visited', '没拜访 未拜访 没去拜访'],
    ['sampled', '没寄样 样品没寄 样品还没发 没给样品'],
    ['contract-sent', '没发合同 合同没发 合同还没寄'],
    ['need-tech', '不需要技术支持'],
    ['waiting', '不用等上会'],
  ])('%s: %s', (id, texts) => {
    for (const text of texts.split(' ')) expect([text, actions(text)]).toEqual([text, `-${id}`]);
  });

  it.each([
    ['a space between', '还没 报价', '-quoted'],
    ['a question and its answer', '已经报价了吗？没有', '-quoted'],
    ['two negations', '不是没报价', 'quoted'],
    ['another negation in the next clause', '没问题 已报价', 'quoted'],
    ['未来', '未来报价会涨', 'quoted'],
    ['特别', '特别满意 演示过', 'demoed'],
    ['a plain statement besides', '一开始没报价 后来报价了', 'quoted'],
    ['who was not reached was not called', '打了电话 没人接', 'no-answer'],
  ])('with %s: %s', (_with, text, expected) => {
    expect(actions(text)).toBe(expected);
  });
});

describe('an action still to come', () => {
  it.each([
    ['quoted', '明天报价 要报价 准备报价 下周二报价 让我报价 等他报价 周五前给报价 催报价 可以报价了'],
    ['demoed', '约演示 安排演示 下周演示 明天下午去演示 想看演示 演示安排在周三 演示改到周五 同意演示'],
    ['visited', '下周拜访 明天去拜访 约了拜访'],
    ['sampled', '明天寄样 要寄样 周五寄样品'],
    ['trial', '想试用 申请试用 下周试用'],
  ])('%s: %s', (id, texts) => {
    for (const text of texts.split(' ')) expect([text, actions(text)]).toEqual([text, `(${id})`]);
  });

  it.each([
    ['a state needs no doing', '需要工程师 等院长签字', 'need-tech waiting'],
    ['a price that is named has been given', '周三回访 报价50万', 'quoted'],
    ['the date of what is done is behind', '昨天演示 下周三再约', 'demoed'],
    ['a competitor’s quotation is not ours', '竞品报45万', ''],
    ['a topic is no action', '报价阶段卡住了', ''],
    ['neither is a question', '有没有报价', ''],
  ])('%s: %s', (_rule, text, expected) => {
    expect(actions(text)).toBe(expected);
  });
});

describe('an objection', () => {
  it.each([
    ['price', '嫌贵 太贵了 贵了点 觉得贵 价格太高 价格偏高 单价高 要便宜点 让打折 不便宜 性价比不高'],
    ['function', '功能不够 功能太少 精度不够 不支持对接 嫌操作复杂 不稳定'],
    ['service', '售后慢 售后不行 服务跟不上 响应太慢'],
    ['competitor', '在看竞品 对比竞品 比较了三家 用的是迈瑞'],
    ['timing', '不着急 先不考虑 再等等 明年再说'],
    ['budget', '没预算 预算不够 预算紧张 超预算了 经费不够'],
  ])('%s: %s', (id, texts) => {
    for (const text of texts.split(' ')) expect([text, objections(text)]).toEqual([text, id]);
  });

  it.each([
    [
      'price',
      '不嫌贵 不贵 没说贵 没嫌贵 没有嫌贵 不算贵 不觉得贵 没嫌我们贵 不是嫌贵 价格没问题 不是价格问题 价格不高',
    ],
    ['function', '功能没问题 功能够用 功能也够用'],
    ['service', '服务没问题'],
    ['competitor', '没提竞品 没有竞品'],
  ])('that there is none, %s: %s', (id, texts) => {
    for (const text of texts.split(' ')) expect([text, objections(text)]).toEqual([text, `-${id}`]);
  });

  it.each([
    '贵公司领导',
    '贵院',
    '贵州',
    '贵阳',
    '宝贵意见',
    '服务器',
    '预算50万',
    '功能介绍',
    'general',
    '价格合适',
  ])('is not in %s', (text) => {
    expect(objections(text)).toBe('');
  });
});

describe('the outcome', () => {
  it.each([
    ['won', '合同签了 中标了 已下单 成交 50万拿下 订单确认'],
    ['lost', '丢单了 没中标 单子黄了 项目取消 不做了 已流失 他说没戏了 主任说不考虑了'],
    [
      undefined,
      '还没签 要签合同 下周签了再说 看中了 说中了 签了保密协议 成交周期长 准备下单 演示取消了 争取拿下',
    ],
  ])('%s: %s', (kind, texts) => {
    for (const text of texts.split(' ')) expect([text, parse(text).outcome?.kind]).toEqual([text, kind]);
  });
});

describe('words of the vocabulary', () => {
  const entry = (...words: string[]) => [{ id: 'x', label: '标签', words }];
  const found = (words: string[], text: string, segment?: (text: string) => string[]) =>
    createNoteParser({ actions: [], objections: [], scenes: entry(...words) }, segment ? { segment } : {})
      .parse(text, { now, customers: [] })
      .scenes.map(({ span: [from, to] }) => text.slice(from, to));

  it.each([
    ['a gap', ['接口…失败'], '接口又调失败了', ['接口又调失败']],
    ['two gaps', ['等…领导…签字'], '等他们领导回来签字', ['等他们领导回来签字']],
    ['a gap of one space', ['接口…失败'], '接口 失败', ['接口 失败']],
    ['no gap across a clause', ['接口…失败'], '接口好了，登录失败', []],
    ['no gap that is too wide', ['接口…失败'], '接口一二三四五六七八九失败', []],
    ['alternatives', ['(派|请)(工程师|技术)'], '请技术来', ['请技术']],
    ['a sum', ['报{sum}'], '报大概12万', ['报']],
    ['a sum that is missing', ['报{sum}'], '报名', []],
    ['full width and upper case', ['PLC'], '问ＰＬＣ协议', ['ＰＬＣ']],
    ['whole Latin words only', ['GE'], 'general', []],
    ['the label as well', ['别的'], '标签', ['标签']],
    ['the longest of several', ['产线', '产线改造'], '产线改造方案', ['产线改造']],
  ])('%s', (_what, words, text, expected) => {
    expect(found(words, text)).toEqual(expected);
  });

  it.each([
    ['', /empty/],
    ['…没接', /begin/],
    ['电话…没…人…接', /2 times/],
    ['{sum}报', /end/],
    ['(1|2|3|4|5|6|7|8|9|0)'.repeat(9), /more than 1000/],
  ])('%j is refused', (word, reason) => {
    expect(() => found([word], '')).toThrow(reason);
  });

  it('are found by sound where a segmenter knows what was typed for no word', () => {
    const segment = createSegmenter(['回访', '报价']);
    expect(found(['回访'], '下周回坊', segment)).toEqual(['回坊']);
    expect(found(['报价'], '爆价高', segment)).toEqual(['爆价']);
    expect(found(['报价'], '保价运输', segment)).toEqual([]);
    expect(found(['回访'], '下周回坊')).toEqual([]);
  });

  it('are not found inside other words, as far as a segmenter knows them', () => {
    const segment = createSegmenter(['贵']);
    expect(found(['贵'], '贵州客户', segment)).toEqual([]);
    expect(found(['没接'], '没接触过', segment)).toEqual([]);
    expect(found(['贵'], '嫌 贵', segment)).toEqual(['贵']);
  });

  it('are said of the nearest: 卡 of 预算, not of 设备', () => {
    const finder = new WordFinder([
      { id: 'function', label: '功能', words: ['设备…卡'] },
      { id: 'budget', label: '预算', words: ['预算…紧'] },
    ]);
    const of = (text: string) => finder.find(text, {}).map(({ entry }) => entry.id);
    expect(of('今年设备预算卡得紧')).toEqual(['budget']);
    expect(of('设备老是卡')).toEqual(['function']);
    expect(of('设备老是卡，预算也紧')).toEqual(['function', 'budget']);
  });
});
