import { expect, it } from 'vitest';
import { BASE, edited, loadBase } from '../../support/playbooks.ts';

const warned: [name: string, right: string, wrong: string, path: string, message: RegExp][] = [
  [
    'the same rule twice',
    'reports:',
    `  - name: 嫌贵二\n    when: interaction.recorded\n    if: { interaction.objections.id: price }\n    do:\n      - script: price\nreports:`,
    'rules.3',
    /与规则“嫌贵”完全相同/,
  ],
  [
    'the same condition twice',
    'reports:',
    `  - name: 大客户二\n    when: lead.created\n    if: { budget: 高, fields.hospitalLevel: 三甲 }\n    do:\n      - tag: 标准客户\nreports:`,
    'rules.3',
    /与规则“大客户”的条件相同/,
  ],
  ['two rules of one name', 'name: 招标', 'name: 大客户', 'rules.1.name', /规则名“大客户”重复了/],
  [
    'a condition that never holds',
    'budget: 高 }',
    'interactions: { $gt: 5, $lt: 3 } }',
    'rules.0.if.interactions',
    /永远不成立/,
  ],
  [
    'a script that is never recommended',
    '    if: { fields.department: 检验科 }\n',
    '',
    'scripts.1',
    /永远不会被推荐/,
  ],
  [
    'an objection without a script',
    '{ id: price, label: 嫌贵',
    '{ id: slow, label: 太慢 }\n  - { id: price, label: 嫌贵',
    'objections.0',
    /“太慢”还没有话术/,
  ],
  [
    'one word for two actions',
    'words: [打电话]',
    'words: [打电话, 报价]',
    'actions.1',
    /“报价”同时属于“已报价”和“已电话”/,
  ],
  ['a gap between bands', '{ value: 高, from: 500000 }', '{ value: 高, from: 600000 }', 'budget.1', /空档/],
  [
    'locked before it is asked for',
    'requires: [demoDate, "document:截图"]\n    locks: [budget]',
    'requires: [demoDate, "document:截图"]\n    locks: [demoDate]',
    'stages.1.requires.0',
    /已经锁定/,
  ],
  [
    'a stage behind the end',
    '  - { id: lost, label: 失单, end: lost }',
    '  - { id: lost, label: 失单, end: lost }\n  - { id: after, label: 售后 }',
    'stages.4',
    /走不到/,
  ],
  [
    'an end that asks for something',
    'label: 签约, end: won',
    'label: 签约, end: won, dwell: 72h',
    'stages.2',
    /不起作用/,
  ],
  ['no way to lose', '  - { id: lost, label: 失单, end: lost }\n', '', 'stages', /没有失单的终点/],
  ['a tag on and off', '- tag: 重点客户', '- { tag: 重点客户, untag: 重点客户 }', 'rules.0.do.0', /又加又减/],
  [
    'a preference without weight',
    'policy: weighted',
    'policy: weighted\n  prefer: { source: { website: [wang-min] } }',
    'routing.prefer.source',
    /不起作用/,
  ],
];

it.each(warned)('%s is pointed out, and the playbook works', (_, right, wrong, path, message) => {
  const loaded = loadBase(edited(BASE, right, wrong));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  expect(loaded.warnings).toHaveLength(1);
  expect(loaded.warnings[0]).toMatchObject({ file: 'base.yaml', path });
  expect(loaded.warnings[0]?.message).toMatch(message);
});
