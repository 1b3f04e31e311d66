import type { Playbook } from '../../domain/playbook/playbook.ts';
import { pick, pickAhead } from './names.ts';
import { type Touch, type WishKind, WishProblem } from './wish.ts';

type Weight = keyof Playbook['routing']['weights'];

export const WEIGHTS: readonly { id: Weight; label: string; words: string[] }[] = [
  { id: 'idleness', label: '空闲度', words: ['空闲'] },
  { id: 'category', label: '品类', words: ['品类匹配', '品类经验', '成交经验'] },
  { id: 'region', label: '区域', words: ['区域匹配'] },
  { id: 'source', label: '来源', words: [] },
  { id: 'industry', label: '行业', words: [] },
  { id: 'budget', label: '预算', words: [] },
];
const MAX_WEIGHT = 1000;
const MAX_CAP = 10_000;

const LATER: Touch = {
  kind: 'note',
  text: '只影响以后分配的线索，现在的负责人不变。发布前点「试跑」看最近的线索会怎样分',
};

/** `改权重 空闲度 50` */
export const changeWeight: WishKind = {
  words: ['改权重'],
  topic: '分配',
  example: '改权重 空闲度 50',
  read(rest, { playbook }) {
    const { routing } = playbook;
    const ahead = pickAhead(rest, WEIGHTS);
    const [name = '', ...more] = rest.split(/\s+/);
    const weight =
      ahead?.found ?? pick(name, WEIGHTS, '权重', (label) => `改权重 ${label} ${more.join(' ') || '50'}`);
    const value = numberIn(ahead?.rest ?? more.join(' '), MAX_WEIGHT, `改权重 ${weight.label} 50`);
    if (routing.policy === 'strict') throw new WishProblem('这份打法按严格规则分配，权重不起作用');
    const after = { ...routing.weights, [weight.id]: value };
    if (Object.values(after).every((n) => n === 0)) throw new WishProblem('权重不能全是 0');
    return {
      title: `权重「${weight.label}」：${routing.weights[weight.id]} → ${value}（各项占比：${shares(after)}）`,
      edits: [{ kind: 'set', path: ['routing', 'weights', weight.id], value }],
      touches: [LATER],
    };
  },
};

/** `改上限 30`: how many open leads one rep may carry. */
export const changeCap: WishKind = {
  words: ['改上限', '改线索上限'],
  topic: '分配',
  example: '改上限 30',
  read(rest, { playbook }) {
    const value = numberIn(rest, MAX_CAP, changeCap.example);
    if (value < 1 || !Number.isInteger(value)) throw new WishProblem('上限要是 1 以上的整数');
    return {
      title: `每人线索上限：${playbook.routing.cap} → ${value}`,
      edits: [{ kind: 'set', path: ['routing', 'cap'], value }],
      touches: [LATER],
    };
  },
};

export function shares(weights: Playbook['routing']['weights']): string {
  const sum = Object.values(weights).reduce((a, b) => a + b, 0);
  return WEIGHTS.filter(({ id }) => weights[id] > 0)
    .map(({ id, label }) => `${label} ${Math.round((weights[id] / sum) * 100)}%`)
    .join('，');
}

function numberIn(text: string, max: number, form: string): number {
  const [, digits] =
    /^(?:改成|改为|到|为)?\s*(\d{1,6}(?:\.\d{1,2})?)\s*[%分条]?$/.exec(text.normalize('NFKC').trim()) ?? [];
  if (digits === undefined) throw new WishProblem(`请写一个数字，例如：${form}`);
  const value = Number(digits);
  if (value > max) throw new WishProblem(`${value} 太大，最多 ${max}`);
  return value;
}
