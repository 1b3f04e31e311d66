import { describe, expect, it } from 'vitest';
import { diffPlaybooks } from '../../../src/config/diff-playbooks.ts';
import type { Playbook } from '../../../src/domain/playbook/playbook.ts';
import { EXAMPLES, examplePlaybook } from '../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');

function after(change: (copy: Playbook) => void): Playbook {
  const copy = structuredClone(playbook);
  change(copy);
  return copy;
}

const changes: [name: string, change: (copy: Playbook) => void, expected: object][] = [
  [
    'a clock step',
    (p) => Object.assign(p.clocks['first-touch'].steps[0] ?? {}, { after: '90m' }),
    {
      path: 'clocks.first-touch.steps.0.after',
      label: '时限 › 首次联系 › 步骤 › 第1步 › 时间',
      before: '2h',
      after: '90m',
    },
  ],
  [
    'a weight',
    (p) => Object.assign(p.routing.weights, { idleness: 50 }),
    { path: 'routing.weights.idleness', label: '分配 › 权重 › 空闲度', before: '40', after: '50' },
  ],
  [
    'a yes or no',
    (p) => Object.assign(p.reports[0] ?? {}, { mail: false }),
    {
      path: 'reports.daily-activation.mail',
      label: '报告 › 线索激活日报 › 发邮件',
      before: '是',
      after: '否',
    },
  ],
  [
    'a word more',
    (p) => p.actions[0]?.words.push('报过了'),
    { path: 'actions.quoted.words', label: '动作 › 已报价 › 别的说法', after: '加上：报过了' },
  ],
  [
    'a tag for another, the same minute',
    (p) => p.tags.at(-1)?.values.splice(0, 1, '慢病专项'),
    { path: 'tags.topic.values', before: '去掉：手术室升级需求', after: '加上：慢病专项' },
  ],
  [
    'a script that is new',
    (p) => p.scripts.push({ id: 'new', title: '新话术', for: ['price'], text: '您好。' }),
    {
      path: 'scripts.new',
      label: '话术 › 新话术',
      after: '编号：new，标题：新话术，场合：price，内容：您好。',
    },
  ],
  [
    'a rule that is gone',
    (p) => p.rules.splice(0, 1),
    { path: 'rules.三甲大预算设备，告诉经理和总监', label: '规则 › 三甲大预算设备，告诉经理和总监' },
  ],
  [
    'a condition',
    (p) => Object.assign(p.rules[0]?.if ?? {}, { budget: { $in: ['50–200万', '200万以上'] } }),
    {
      label: '规则 › 三甲大预算设备，告诉经理和总监 › 条件 › 预算',
      before: '200万以上',
      after: '$in：50–200万、200万以上',
    },
  ],
  [
    'the order of scripts',
    (p) => p.stages.splice(1, 0, ...p.stages.splice(0, 1)),
    { path: 'stages', label: '阶段 › 顺序', before: /^初步接触、需求确认/, after: /^需求确认、初步接触/ },
  ],
  [
    'a term',
    (p) => Object.assign(p.glossary, { 试用: '免费两周' }),
    { path: 'glossary.试用', label: '术语 › 试用', after: '免费两周' },
  ],
  [
    'somebody preferred',
    (p) => Object.assign(p.routing.prefer, { source: { exhibition: ['wang-min'] } }),
    { label: '分配 › 优先 › 来源', after: 'exhibition：wang-min' },
  ],
];

describe('one change, one line', () => {
  it.each(changes)('%s', (_, change, expected) => {
    const found = diffPlaybooks(playbook, after(change));
    expect(found).toHaveLength(1);
    for (const [key, value] of Object.entries(expected)) {
      const actual = found[0]?.[key as 'path'];
      if (value instanceof RegExp) expect(actual).toMatch(value);
      else expect(actual).toBe(value);
    }
  });
});

it.each(EXAMPLES)('%s is no different from itself, stored or not', (name) => {
  const { playbook: example } = examplePlaybook(name);
  expect(diffPlaybooks(example, structuredClone(example))).toEqual([]);
  expect(diffPlaybooks(example, JSON.parse(JSON.stringify(example)))).toEqual([]);
});

it('two companies differ, and every line is labelled in Chinese to the last step', () => {
  const found = diffPlaybooks(playbook, examplePlaybook('pharma-chain').playbook);
  expect(found.length).toBeGreaterThan(100);
  for (const { label, path } of found) expect(label.split(' › ')[0], path).toMatch(/\p{Script=Han}/u);
});

it('changes neither of the two', () => {
  const [a, b] = [structuredClone(playbook), after((p) => p.rules.reverse())];
  const before = [JSON.stringify(a), JSON.stringify(b)];
  diffPlaybooks(a, b);
  expect([JSON.stringify(a), JSON.stringify(b)]).toEqual(before);
});
