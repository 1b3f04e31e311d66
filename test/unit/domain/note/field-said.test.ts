import { describe, expect, it } from 'vitest';
import { findAmounts } from '../../../../src/domain/note/amounts.ts';
import { fieldStatements, withoutStatements } from '../../../../src/domain/note/field-statements.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
const NOW = new Date('2026-11-23T02:31:07.437Z');

function read(line: string) {
  const stated = fieldStatements(line, playbook, NOW);
  return {
    values: Object.fromEntries(stated.found.map(({ path, value }) => [path.replace('fields.', ''), value])),
    sums: findAmounts(withoutStatements(line, stated)).length,
  };
}

const MIDDLE = '50–200万';
const LARGE = '200万以上';
const SMALL = '50万以下';

describe('fields said in the middle of a sentence', () => {
  it.each([
    ['竞品换成联影了，预算只有150万', { competitors: '联影', budget: MIDDLE }],
    ['预算追加到300万了', { budget: LARGE }],
    ['王主任说预算调到了230万', { budget: LARGE }],
    ['他说预算砍到40万，竞品是迈瑞', { budget: SMALL, competitors: '迈瑞' }],
    ['预算从150万变成280万', { budget: LARGE }],
    ['预算原来是100万，现在压缩到45万', { budget: SMALL }],
    ['预算批下来了，260万', { budget: LARGE }],
    ['预算变了，现在是210万', { budget: LARGE }],
    ['客户说预算没有80万，只有30万', { budget: SMALL }],
    ['预算最多也就180万', { budget: MIDDLE }],
    ['预算控制在45万以内', { budget: SMALL }],
    ['客户把预算提到了300万', { budget: LARGE }],
    ['预算缩水了，就剩40万', { budget: SMALL }],
    ['决策人换成刘院长了', { decisionMaker: '刘院长' }],
    ['拍板人换人了，现在是周副院长', { decisionMaker: '周副院长' }],
    ['决策链变更为设备科-院长', { decisionChain: '设备科-院长' }],
    ['竞品现在只剩东软一家了', { competitors: '东软' }],
    ['试用周期延长到45天', { trialDays: 45 }],
    ['演示日期推迟到12月8日', { demoDate: '2026-12-08' }],
    ['推荐意愿从观望变成强烈推荐了', { recommendation: '强烈推荐' }],
  ])('%s', (line, values) => expect(read(line)).toEqual({ values, sums: 0 }));

  it.each(['预算追加了50万', '超预算5万', '报的价高出预算20万', '预算还差30万', '预算想争取到300万'])(
    'says how far off and not how much, and is no quotation: %s',
    (line) => expect(read(line)).toEqual({ values: {}, sums: 0 }),
  );

  it.each([
    ['预算没批，报了150万', 1],
    ['竞品换了配置', 0],
    ['预算不够，我们报价120万', 1],
    ['决策人换人了', 0],
    ['预算多少？', 0],
    ['预算改天再说', 0],
  ])('states nothing, and a quotation stays one: %s', (line, sums) =>
    expect(read(line)).toEqual({ values: {}, sums }),
  );
});
