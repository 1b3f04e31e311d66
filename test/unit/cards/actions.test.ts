import { describe, expect, it } from 'vitest';
import {
  button,
  commandText,
  fillCommand,
  packAction,
  parseCommand,
  parseNamedCommand,
  unpackAction,
  VERBS,
  type Verb,
} from '../../../cards/actions.ts';

const TARGETS = {
  lead: 'L1024',
  order: 'W101',
  about: 'L1024',
  interaction: 'R101',
  document: 'D101',
  change: 'G101',
  asked: 'L1024',
  import: 'imp-3f2a-li-qiang',
  report: 'activation-2026-11-23.chen-guodong',
  none: '',
};
const TAKES_TEXT: readonly Verb[] = [
  'away',
  'leaver',
  'returner',
  'inherit-customers',
  'new-lead',
  'hotline-lead',
  'new-customer',
  'assign-many',
  'terms',
  'figures',
  'figure-rows',
  'change-method',
  'roll-back',
  'rules',
  'try-leads',
  'add-word',
  'drop-word',
  'order-open',
];

const EVERY_WORD = (Object.keys(VERBS) as Verb[]).flatMap((verb) =>
  VERBS[verb].words.map((word) => [verb, word, TARGETS[VERBS[verb].target]] as const),
);

describe('every verb makes the round trip', () => {
  it.each(EVERY_WORD)('%s as %s %s', (verb, word, target) => {
    const line = [word, target].filter(Boolean).join(' ');
    expect(parseCommand(line)).toEqual({ verb, target, rest: '' });
    expect(parseCommand(commandText(verb, target))).toEqual({ verb, target, rest: '' });
    const unpacked = unpackAction(packAction({ command: commandText(verb, target), messageId: 'key#0' }));
    expect(parseCommand(unpacked?.command ?? '')).toEqual({ verb, target, rest: '' });
    expect(button('x', verb, target).command).toBe(commandText(verb, target));
  });

  it.each(EVERY_WORD)('%s as %s %s, with words behind it', (verb, word, target) => {
    const takesText = VERBS[verb].target !== 'none' || TAKES_TEXT.includes(verb);
    const read = parseCommand(`${word} ${target} 周五 上午10点`);
    if (takesText) expect(read).toEqual({ verb, target, rest: '周五 上午10点' });
    else expect(read, 'a note that begins like a command').toBeNull();
  });
});

describe('parseCommand', () => {
  it.each([
    ['把L1017转给王敏', 'assign', 'L1017', '王敏'],
    ['帮我把 l1017 这条线索交给欧阳明跟进', 'assign', 'L1017', '欧阳明'],
    ['L1017分给王敏', 'assign', 'L1017', '王敏'],
    ['接单 L1024', 'accept', 'L1024', ''],
    ['接单L1024', 'accept', 'L1024', ''],
    ['接单 l1024', 'accept', 'L1024', ''],
    ['L1024 接单', 'accept', 'L1024', ''],
    ['L1024 改期 周五 上午10点', 'postpone', 'L1024', '周五 上午10点'],
    ['l1024 指派 王敏', 'assign', 'L1024', '王敏'],
    ['L1024 备注 院长下月退休', 'remark', 'L1024', '院长下月退休'],
    ['标签 C114 重点客户', 'tag', 'C114', '重点客户'],
    ['L1024 转出 区域不符', 'pass-on', '', ''],
    ['转出 L1024 区域不符', 'pass-on', 'L1024', '区域不符'],
    ['更正 R101 已报价45万\n周五回访', 'correct', 'R101', '已报价45万\n周五回访'],
    ['导出今日待触达', 'export-today', '', ''],
    ['今日待触达', 'today', '', ''],
    ['新线索 市一医院 王主任', 'new-lead', '', '市一医院 王主任'],
    ['  帮助  ', 'help', '', ''],
  ])('%s', (line, verb, target, rest) => {
    const read = parseCommand(line);
    if (line.startsWith('L1024 转出')) expect(read).toBeNull();
    else expect(read).toEqual({ verb, target, rest });
  });

  it.each([
    '',
    '接单',
    '接单 1024',
    '接单 L',
    '接单 L1234567890',
    '接单 R101',
    '确认 L1024',
    '你好啊张主任',
    '张主任 已报价50万',
    '帮助 张主任',
    '今日待触达 张主任',
    '明细 ../../etc/passwd',
  ])('%s is no command', (line) => {
    expect(parseCommand(line)).toBeNull();
  });
});

describe('parseNamedCommand', () => {
  it.each([
    ['查看 浙大二院', { verb: 'view', name: '浙大二院' }],
    ['接单', { verb: 'accept', name: '' }],
    ['撤销', { verb: 'undo', name: '' }],
    ['更正 已报价45万', { verb: 'correct', name: '已报价45万' }],
    ['查看浙大二院', null],
    ['今日待触达', null],
    ['转出了一台设备', null],
  ])('%s', (line, read) => {
    expect(parseNamedCommand(line)).toEqual(read);
  });
});

describe('fillCommand', () => {
  it.each([
    ['转出 L1 {reason}', { reason: '区域不符' }, '转出 L1 区域不符'],
    ['转出 L1 {reason}', {}, '转出 L1 {reason}'],
    ['指派 L1 {owner}', { owner: '$&$1{owner}' }, '指派 L1 $&$1{owner}'],
    ['记录 {lead} 已报价', { lead: 'L7' }, '记录 L7 已报价'],
    ['接单 L1', { reason: 'x' }, '接单 L1'],
    // Words of a note that look like a place to fill in stay words.
    ['记录 {lead} 客户要 {lead} 和 {other}', { lead: 'L7' }, '记录 L7 客户要 {lead} 和 {other}'],
  ])('%s with %o', (template, values, filled) => {
    expect(fillCommand(template, values)).toBe(filled);
  });
});

describe('what travels in a platform’s button', () => {
  it.each([
    '',
    '{}',
    'null',
    '[]',
    '["g1","key"]',
    '["g0","key","接单 L1"]',
    '["g1",1,"接单 L1"]',
    '["g1","key","接单 L1","more"]',
    '接单 L1',
  ])('%s was not packed by this version', (text) => {
    expect(unpackAction(text)).toBeNull();
  });
});
