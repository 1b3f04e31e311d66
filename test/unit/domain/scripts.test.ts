import { describe, expect, it } from 'vitest';
import { chooseScripts } from '../../../src/domain/scripts.ts';
import { aLead, aPlaybook } from '../../support/builders.ts';

const playbook = aPlaybook({
  objections: [{ id: 'price', label: '嫌贵' }],
  scripts: [
    {
      id: 'ct',
      title: 'CT',
      style: 'function',
      for: ['first-touch'],
      if: { categories: '影像类' },
      text: '影像',
    },
    {
      id: 'big',
      title: '大单',
      style: 'price',
      for: ['first-touch'],
      if: { budget: '200万以上' },
      text: '大单',
    },
    { id: 'general', title: '通用', style: 'service', for: ['first-touch'], text: '通用' },
    { id: 'general-2', title: '通用二', style: 'service', for: ['first-touch', 'price'], text: '通用二' },
    { id: 'cheap', title: '嫌贵', style: 'price', for: ['price'], text: '{contactName}{title}，{products}' },
  ],
});

function ids(over: object, situation = 'first-touch'): (string | undefined)[] {
  const { recommended, others } = chooseScripts(playbook, { for: situation, lead: aLead(over) });
  return [recommended?.id, ...others.map((script) => script.id)];
}

describe('chooseScripts', () => {
  it.each([
    [
      'the first that fits, then one per further style',
      { categories: ['影像类'], budget: '200万以上' },
      ['ct', 'big', 'general'],
    ],
    ['conditions that do not hold are passed over', { categories: ['检验类'] }, ['general']],
    ['a second one of the same style is left out', { budget: '200万以上' }, ['big', 'general']],
  ])('%s', (_what, over, expected) => {
    expect(ids(over)).toEqual(expected);
  });

  it('answers an objection', () => {
    expect(ids({}, 'price')).toEqual(['general-2', 'cheap']);
  });

  it('recommends nothing where nothing fits', () => {
    expect(chooseScripts(playbook, { for: 'service', lead: aLead() })).toEqual({ others: [] });
  });
});

describe('how a script is filled in', () => {
  const text =
    '{contactName}{title}您好，我是康联的{ownerName}。看到{company}在了解{products}，您说的“{need}”我们能做（{title}）。';

  function fill(over: object, ownerName?: string): string {
    const one = aPlaybook({ scripts: [{ id: 'x', title: 'x', for: ['first-touch'], text }] });
    return chooseScripts(one, { for: 'first-touch', lead: aLead(over), ownerName }).recommended?.text ?? '';
  }

  it('everything known', () => {
    expect(
      fill(
        { contactName: '王建国', title: '设备科主任', products: ['CT设备', 'DR'], need: '对接PACS' },
        '王敏',
      ),
    ).toBe(
      '王主任您好，我是康联的王敏。看到杭州市第一人民医院在了解CT设备、DR，您说的“对接PACS”我们能做（设备科主任）。',
    );
  });

  it('nothing known', () => {
    expect(fill({ contactName: '', company: '', need: undefined })).toBe(
      '您好，我是康联的客户经理。看到贵单位在了解相关产品，您说的“您的需求”我们能做。',
    );
  });

  it.each([
    ['王建国', '设备科主任', '王主任'],
    ['欧阳锋', '采购总监', '欧阳总监'],
    ['王主任', '设备科主任', '王主任'],
    ['欧阳', '设备科主任', '欧阳主任'],
    ['欧阳文慧', '副院长', '欧阳院长'],
    ['孙', '设备科主任', '孙主任'],
    ['张先生', '主任', '张主任'],
    ['王建国', '实习生', '王建国实习生'],
    ['王建国', undefined, '王建国'],
    ['', '院长', '院长'],
    ['John Smith', '经理', 'John Smith经理'],
  ])('%s + %s is addressed as %s', (contactName, title, expected) => {
    expect(fill({ contactName, title })).toMatch(new RegExp(`^${expected}您好，`));
  });

  it('categories stand in for products', () => {
    expect(fill({ categories: ['影像类'] })).toContain('在了解影像类，');
  });

  it('what a customer typed cannot pull in other data', () => {
    expect(fill({ company: '{ownerName}{need}', need: '密' }, '王敏')).toContain('看到ownerNameneed在了解');
  });
});
