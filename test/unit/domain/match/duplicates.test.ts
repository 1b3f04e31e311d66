import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { duplicateKeys } from '../../../../src/domain/match/duplicate-keys.ts';
import {
  type DuplicateCandidate,
  findDuplicates,
  LIKELY_DUPLICATE,
  SURE_DUPLICATE,
} from '../../../../src/domain/match/duplicates.ts';

interface LabelledPair {
  a: { company: string; city?: string };
  b: { company: string; city?: string };
  same: boolean;
  why: string;
}

const load = (name: string): LabelledPair[] =>
  readFileSync(new URL(`../../../../fixtures/duplicates/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledPair);
const development = load('development');
const heldBack = load('held-back');

const record = ({ company, city }: LabelledPair['a']): DuplicateCandidate => ({
  company,
  ...(city ? { region: city } : {}),
});
const scoreOf = (a: DuplicateCandidate, b: DuplicateCandidate) =>
  findDuplicates(a, [{ customerId: 'c', ...b }])[0]?.score ?? 0;
const shareKey = (a: DuplicateCandidate, b: DuplicateCandidate) => {
  const keys = new Set(duplicateKeys(a));
  return duplicateKeys(b).some((key) => keys.has(key));
};

function measure(pairs: LabelledPair[], threshold: number) {
  const wrong = { missed: [] as string[], mistaken: [] as string[] };
  let right = 0;
  for (const { a, b, same } of pairs) {
    const reported = scoreOf(record(a), record(b)) >= threshold;
    if (reported && same) right++;
    else if (reported) wrong.mistaken.push(`${a.company} = ${b.company}`);
    else if (same) wrong.missed.push(`${a.company} ≠ ${b.company}`);
  }
  const precision = right / (right + wrong.mistaken.length);
  const recall = right / (right + wrong.missed.length);
  return { precision, recall, ...wrong };
}

describe('labelled pairs', () => {
  it('are enough, and balanced', () => {
    expect(development.length + heldBack.length).toBeGreaterThanOrEqual(300);
    for (const pairs of [development, heldBack]) {
      const share = pairs.filter(({ same }) => same).length / pairs.length;
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.65);
    }
  });

  it.each([
    ['development', development],
    ['held-back', heldBack],
  ])('are told apart: %s', (_name, pairs) => {
    const likely = measure(pairs, LIKELY_DUPLICATE);
    expect(likely.precision, likely.mistaken.join('\n')).toBeGreaterThanOrEqual(0.98);
    expect(likely.recall, likely.missed.join('\n')).toBeGreaterThanOrEqual(0.97);
    const sure = measure(pairs, SURE_DUPLICATE);
    expect(sure.mistaken).toEqual([]);
    expect(sure.recall).toBeGreaterThanOrEqual(0.6);
  });

  it.each([...development, ...heldBack])(
    'gives one answer from both sides: $a.company, $b.company',
    ({ a, b }) => {
      expect(scoreOf(record(a), record(b))).toBe(scoreOf(record(b), record(a)));
    },
  );

  it('are not found between real, different customers', () => {
    const names = readFileSync(
      new URL('../../../../fixtures/duplicates/distinct.txt', import.meta.url),
      'utf8',
    );
    const customers = names
      .trim()
      .split('\n')
      .map((company) => ({ customerId: company, company }));
    expect(customers.length).toBeGreaterThan(300);
    const mistaken = customers.flatMap((customer, index) =>
      findDuplicates(customer, customers.slice(index + 1)).map(
        ({ customerId }) => `${customer.company} = ${customerId}`,
      ),
    );
    expect(mistaken).toEqual([]);
  });

  it('find each other by a stored key whenever they are reported', () => {
    const apart = [...development, ...heldBack].filter(
      ({ a, b }) => scoreOf(record(a), record(b)) > 0 && !shareKey(record(a), record(b)),
    );
    expect(apart).toEqual([]);
  });
});

describe('findDuplicates', () => {
  const existing = [
    { customerId: 'C1', company: '杭州海康威视数字技术股份有限公司', phones: ['0571-88075998'] },
    { customerId: 'C2', company: '宁波市第一医院', phones: ['13812345678'], externalIds: ['website:77'] },
    {
      customerId: 'C3',
      company: '杭州恒通科技有限公司',
      phones: ['13900001111'],
      aliases: ['恒通自动化设备'],
    },
  ];

  it('ranks by certainty and gives each customer once', () => {
    const candidate = {
      company: '海康威视',
      region: '杭州',
      phones: ['138-1234-5678'],
      externalIds: ['website:77'],
    };
    expect(findDuplicates(candidate, existing)).toEqual([
      { customerId: 'C2', kind: 'external-id', score: 1, because: '外部编号相同' },
      { customerId: 'C1', kind: 'fuzzy-name', score: 0.86, because: '是另一名称的简称，城市相同' },
    ]);
  });

  it.each([
    ['same phone, no name', { phones: ['+86 138 1234 5678'] }, 'C2', 'phone', 0.98],
    ['same phone, same name', { company: '宁波一院', phones: ['13812345678'] }, 'C2', 'phone', 0.98],
    [
      'same phone, other name',
      { company: '上海某某贸易有限公司', phones: ['13812345678'] },
      'C2',
      'phone',
      0.85,
    ],
    ['switchboard with another extension', { phones: ['0571-88075998转801'] }, 'C1', 'phone', 0.98],
    ['same name', { company: '杭州市海康威视数字技术有限公司' }, 'C1', 'exact-name', 0.98],
    ['alias', { company: '恒通自动化设备', region: '浙江' }, 'C3', 'exact-name', undefined],
    ['slip', { company: '杭州海康威士数字技术股份有限公司' }, 'C1', 'fuzzy-name', 0.86],
  ])('%s', (_name, candidate, customerId, kind, score) => {
    const [first, ...others] = findDuplicates(candidate, existing);
    expect(first).toMatchObject({ customerId, kind, ...(score ? { score } : {}) });
    expect(others).toEqual([]);
  });

  it.each([
    ['nothing in common', { company: '苏州纳微科技股份有限公司', phones: ['13712345678'] }],
    ['filler phone', { phones: ['13800000000'] }],
    ['unreadable phone', { phones: ['无'] }],
    ['empty', {}],
    ['empty name', { company: ' \u200B ' }],
    ['only a place', { company: '杭州市' }],
    ['only a form', { company: '有限公司' }],
    ['hostile', { company: '{"$ne":null}'.repeat(400), phones: ["' OR 1=1"], region: '\u202E' }],
  ])('reports nobody for %s', (_name, candidate) => {
    const fillers = [...existing, { customerId: 'C4', company: '', phones: ['13800000000', '无'] }];
    expect(findDuplicates(candidate, fillers)).toEqual([]);
  });

  it('tells the candidate nothing it did not say', () => {
    const text = JSON.stringify(findDuplicates({ company: '海康威视', phones: ['13900001111'] }, existing));
    expect(text).not.toMatch(/股份|恒通|88075998|1390000/);
  });
});

describe('duplicateKeys', () => {
  it('covers phones, ids, every name and a few slips', () => {
    const keys = duplicateKeys({
      company: '杭州恒通科技有限公司',
      aliases: ['恒通科技'],
      phones: ['13812345678', '13800000000', '无'],
      externalIds: ['website:77'],
    });
    expect(keys).toEqual([
      'x:website:77',
      'p:8613812345678',
      'n:恒通科技',
      's:恒通科',
      'c:杭州:通科技',
      'c:杭州:恒科技',
      'c:杭州:恒通技',
      'c:杭州:恒通科',
    ]);
    expect(duplicateKeys({})).toEqual([]);
  });

  it('is never missed by what findDuplicates reports, for random names and slips', () => {
    const random = lcg(7);
    let reported = 0;
    for (let round = 0; round < 4000; round++) {
      const name = randomCompany(random);
      const a = { company: name };
      const b = {
        company: slip(dropParts(name, random), random),
        ...(random() < 0.3 ? { region: '杭州' } : {}),
      };
      if (scoreOf(a, b) < LIKELY_DUPLICATE) continue;
      reported++;
      expect(shareKey(a, b), `${a.company} ${b.company}`).toBe(true);
    }
    expect(reported).toBeGreaterThan(1000);
  });

  it('leads to few customers out of many', () => {
    const random = lcg(11);
    const holders = new Map<string, number>();
    const records = Array.from({ length: 30_000 }, () => duplicateKeys({ company: randomCompany(random) }));
    for (const key of records.flat()) holders.set(key, (holders.get(key) ?? 0) + 1);
    const candidates = records
      .map((keys) => keys.reduce((sum, key) => sum + (holders.get(key) ?? 0), 0))
      .sort((a, b) => a - b);
    expect(records.flat().length / records.length).toBeLessThan(15);
    expect(candidates[Math.floor(candidates.length * 0.99)]).toBeLessThan(200);
  });
});

function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const pick = <T>(items: readonly T[], random: () => number): T =>
  items[Math.floor(random() * items.length)] as T;
const CITIES = ['杭州', '宁波', '苏州', '深圳市', '上海', '浙江省温州市', '江苏无锡', '成都市'];
const CHARACTERS = [
  ...'海康威视恒通达华天宇星光明德信诚博雅启航远景蓝图新东方正泰金龙银河长江宏图大展鹏程万里飞跃',
];
const TRADES = ['科技', '医疗器械', '机械', '信息技术', '自动化设备', '生物科技', '贸易', '汽车零部件', ''];
const FORMS = ['有限公司', '股份有限公司', '有限责任公司', '集团有限公司', ''];

function randomCompany(random: () => number): string {
  const name = Array.from({ length: 2 + Math.floor(random() * 4) }, () => pick(CHARACTERS, random)).join('');
  return pick(CITIES, random) + name + pick(TRADES, random) + pick(FORMS, random);
}

function dropParts(name: string, random: () => number): string {
  return random() < 0.3 ? name.replace(/(?:股份|集团)?有限(?:责任)?公司$/, '') : name;
}

function slip(name: string, random: () => number): string {
  const at = Math.floor(random() * name.length);
  const [left, right] = [name.slice(0, at), name.slice(at)];
  switch (Math.floor(random() * 5)) {
    case 0:
      return left + right.slice(1);
    case 1:
      return left + pick(CHARACTERS, random) + right;
    case 2:
      return left + pick(CHARACTERS, random) + right.slice(1);
    case 3:
      return left + right.slice(1, 2) + right.slice(0, 1) + right.slice(2);
    default:
      return name;
  }
}
