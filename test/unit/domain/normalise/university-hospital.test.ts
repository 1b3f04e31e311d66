import { expect, it } from 'vitest';
import { normaliseCompany } from '../../../../src/domain/normalise/company.ts';

it.each([
  ['北京大学深圳医院', '深圳'],
  ['北京大学第一医院', '北京'],
  ['复旦大学附属中山医院', '上海'],
  ['上海交通大学医学院附属瑞金医院', '上海'],
  ['苏州大学附属第一医院', '苏州'],
  ['香港大学深圳医院', '深圳'],
])('%s lies in %s', (name, city) => {
  expect(normaliseCompany(name).city).toBe(city);
});
