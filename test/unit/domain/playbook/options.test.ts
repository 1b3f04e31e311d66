import { expect, it } from 'vitest';
import { propertyShape } from '../../../../src/domain/playbook/options.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
const bare = { ...playbook, products: [], regions: [], industries: [], budget: [], fields: [] };

it.each([
  ['company', 'text', undefined],
  ['products', 'choices', 'CT设备'],
  ['categories', 'choices', '影像类'],
  ['budget', 'band', '50万以下'],
  ['region', 'choice', '华东'],
  ['industry', 'text', undefined],
  ['hospitalLevel', 'choice', '三甲'],
  ['demoDate', 'date', undefined],
  ['bidding', 'yes-no', undefined],
])('%s is a %s, its first option %s', (name, type, first) => {
  const shape = propertyShape(playbook, name);
  expect(shape?.type).toBe(type);
  expect(shape?.options?.[0]?.value).toBe(first);
});

it.each(['products', 'categories', 'budget', 'region', 'industry'])(
  '%s is free when the playbook lists nothing',
  (name) => {
    expect(propertyShape(bare, name)?.options).toBeUndefined();
  },
);

it.each(['', 'fields.hospitalLevel', 'toString', '__proto__', 'hospital'])('%j is no property', (name) => {
  expect(propertyShape(playbook, name)).toBeUndefined();
});

it('a product is written in many ways and ticks its category', () => {
  const option = propertyShape(playbook, 'products')?.options?.find((one) => one.value === '超声');
  expect(option?.words).toContain('彩超');
  expect(option?.implies).toEqual({ categories: '影像类' });
});
