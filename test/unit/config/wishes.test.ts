import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHANGE_WORDS } from '../../../cards/line-words.ts';
import { loadPlaybookFile } from '../../../src/config/load-playbook.ts';
import { patchYaml, plainOf, type YamlEdit } from '../../../src/config/patch-yaml.ts';
import { type CheckedText, planWish, WISHES, wishIn } from '../../../src/config/wishes/index.ts';
import { WishProblem } from '../../../src/config/wishes/wish.ts';
import { ROOT } from '../../support/company.ts';

function method(name: string): CheckedText {
  const path = join(ROOT, 'fixtures/playbooks', name, 'playbook.yaml');
  const loaded = loadPlaybookFile(path);
  if (!loaded.ok) throw new Error(name);
  return { ...loaded, source: readFileSync(path, 'utf8') };
}

const MEDICAL = method('medical-devices');
const FACTORY = method('industrial-equipment');
const PHARMA = method('pharma-chain');

/** The lines that are only in one of the texts. */
function lineDiff(before: string, after: string): { gone: string[]; come: string[] } {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return { gone: a.filter((line) => !b.includes(line)), come: b.filter((line) => !a.includes(line)) };
}

describe('a wish for the playbook becomes its text with the change, and nothing else', () => {
  it.each<[CheckedText, string, string, string[], string[]]>([
    [
      MEDICAL,
      '加标签 慢病专项 到 关注点',
      '新增标签「慢病专项」到「关注点」',
      ['标签 › 关注点 › 标签值'],
      ['    values: [手术室升级需求, 需系统对接, 招标项目, 有竞品, 价格敏感, 多次咨询, 慢病专项]'],
    ],
    [
      MEDICAL,
      '加选项 医院等级 专科、国际部',
      '「医院等级」新增选项「专科、国际部」',
      ['字段 › 医院等级 › 选项 › 专科', '字段 › 医院等级 › 选项 › 国际部'],
      ['      - 专科', '      - 国际部'],
    ],
    [
      MEDICAL,
      '加字段 客户技术痛点',
      '新增字段「客户技术痛点」（文本，记在线索上）',
      ['字段 › 客户技术痛点'],
      ['  - id: keHuJiShuTongDian', '    label: 客户技术痛点'],
    ],
    [
      FACTORY,
      '加字段 合作模式 单选 直销、代理 客户',
      '新增字段「合作模式」（单选：直销、代理，记在客户上）',
      ['字段 › 合作模式'],
      ['  - { id: heZuoMoShi, label: 合作模式, on: customer, type: choice, options: [直销, 代理] }'],
    ],
    [
      MEDICAL,
      '改时限 首次联系 1小时',
      '时限「首次联系」：第 1 步 2小时 → 1小时',
      ['时限 › 首次联系 › 步骤 › 第1步 › 时间'],
      ['      - { after: 1h, card: first-touch-due, to: [owner, manager] }'],
    ],
    [
      MEDICAL,
      '改时限 首次联系 半小时 3个小时 两天',
      '时限「首次联系」：第 1 步 2小时 → 30分钟，第 2 步 4小时 → 3小时，第 3 步 24小时 → 2天',
      [
        '时限 › 首次联系 › 步骤 › 第1步 › 时间',
        '时限 › 首次联系 › 步骤 › 第2步 › 时间',
        '时限 › 首次联系 › 步骤 › 第3步 › 时间',
      ],
      [
        '      - { after: 30m, card: first-touch-due, to: [owner, manager] }',
        '      - { after: 3h, card: escalation, to: [manager-of-manager] }',
        '      - { after: 2d, reroute: true, card: escalation, to: [manager, manager-of-manager] }',
      ],
    ],
    [
      MEDICAL,
      '改时限 需求确认 停留 3个工作日',
      '节点「需求确认」多久没有联系就提醒：5个工作日 → 3个工作日',
      ['阶段 › 需求确认 › 停留'],
      ['    dwell: 3 workdays'],
    ],
    [
      MEDICAL,
      '改权重 空闲度 60',
      '权重「空闲度」：40 → 60（各项占比：空闲度 50%，品类 50%）',
      ['分配 › 权重 › 空闲度'],
      ['  weights: { idleness: 60, category: 60 }'],
    ],
    [
      MEDICAL,
      '改权重 区域 20',
      '权重「区域」：0 → 20（各项占比：空闲度 33%，品类 50%，区域 17%）',
      ['分配 › 权重 › 区域'],
      ['  weights: { idleness: 40, category: 60, region: 20 }'],
    ],
    [
      MEDICAL,
      '改上限 25条',
      '每人线索上限：20 → 25',
      ['分配 › 线索上限'],
      ['  cap: 25                             # open leads one rep may carry'],
    ],
    [
      MEDICAL,
      '加词 嫌贵 太贵了点',
      '异议「嫌贵」新增说法“太贵了点”',
      ['异议 › 嫌贵 › 别的说法'],
      ['      "降到…才", 砍价, 降价, 再压, 再降, 降点, 让利, 超出预期, 涨价, 太贵了点]'],
    ],
    [PHARMA, '停用标签 培育客户', '停用标签「培育客户」（潜力）', ['标签 › 潜力 › 标签值'], []],
  ])('%#', (before, line, title, labels, come) => {
    const after = planWish(line, before);
    expect(after.title).toBe(title);
    expect(after.changes.map(({ label }) => label)).toEqual(labels);
    const diff = lineDiff(before.source, after.loaded.source);
    expect(diff.come).toEqual(expect.arrayContaining(come));
    const comments = (text: string) => text.split('\n').flatMap((l) => /#.*$/.exec(l)?.[0] ?? []);
    expect(comments(after.loaded.source)).toEqual(comments(before.source));
    expect(diff.gone.length).toBeLessThanOrEqual(3);
  });

  it('puts a script above the general one of its style, with the names people use filled in', () => {
    const after = planWish('加话术 嫌贵 价格 {联系人}您好，{公司}这单可以分期', MEDICAL);
    const titles = after.loaded.playbook.scripts.map(({ title }) => title);
    expect(titles.indexOf('嫌贵：价格')).toBe(titles.indexOf('嫌贵：算总账') - 1);
    expect(after.loaded.playbook.scripts.find(({ title }) => title === '嫌贵：价格')?.text).toBe(
      '{contactName}您好，{company}这单可以分期',
    );
    // The one behind it is not recommended any more: that is said.
    expect(after.warnings.join()).toContain('嫌贵：算总账');
  });

  it('changes a script of several lines, and leaves what follows it alone', () => {
    const after = planWish('改话术 流程太长：一起排时间表 {联系人}，材料我们来准备: #1 先初审', MEDICAL);
    expect(after.loaded.playbook.scripts.at(-1)?.text).toBe('{contactName}，材料我们来准备: #1 先初审');
    expect(after.loaded.source).toContain('\n\n# ── When this happens, if that is so, do this');
    const once = planWish('停用话术 流程太长：一起排时间表', MEDICAL);
    expect(once.loaded.source).toContain('\n# ── When this happens, if that is so, do this');
    expect(once.loaded.playbook.scripts).toHaveLength(MEDICAL.playbook.scripts.length - 1);
  });

  it('gives back the same text when a word is added and taken out again', () => {
    for (const [before, label] of [
      [MEDICAL, '嫌贵'],
      [FACTORY, FACTORY.playbook.actions[0]?.label ?? ''],
      [PHARMA, PHARMA.playbook.scenes[0]?.label ?? ''],
    ] as const) {
      const { loaded } = planWish(`加词 ${label} 顶顶要紧`, before);
      expect(planWish(`删词 ${label} 顶顶要紧`, loaded).loaded.source).toBe(before.source);
    }
  });

  it('every first word is a command, and every command a first word', () => {
    const words = WISHES.flatMap((wish) => wish.words).filter((word) => word !== '加标签');
    expect([...CHANGE_WORDS].sort()).toEqual(words.sort());
  });

  it('every example in the list of wishes is understood as its own kind', () => {
    for (const kind of WISHES) expect(wishIn(kind.example)?.kind).toBe(kind);
  });
});

describe('what cannot be carried out says why, and what to write', () => {
  const long = '很'.repeat(61);
  it.each<[string, RegExp]>([
    ['加标签', /请写明标签，例如/],
    ['加标签 慢病专项', /请写明是哪个标签组.*加标签 慢病专项 到/],
    ['加标签 慢病专项 到 关心点', /您是不是想写：加标签 慢病专项 到 关注点/],
    ['加标签 招标项目 到 意向', /已经有了，在「关注点」里/],
    ['加标签 专科 到 医院等级', /请加选项：加选项 医院等级 专科/],
    [`加标签 ${long} 到 关注点`, /最多 20 个字/],
    ['加标签 L1024 到 关注点', /像一个编号/],
    ['加标签 {evil} 到 关注点', /不能有/],
    ['加标签 --- 到 关注点', /没有字/],
    [
      `加标签 ${Array.from({ length: 200 }, (_, i) => `标${i}`).join('、')} 到 关注点`,
      /一次最多加 20 个标签，您写了 200 个/,
    ],
    ['加选项 医院等级', /请写明选项/],
    ['加选项 医院等级 三级甲等', /“三级甲等”是它的另一种说法/],
    ['加选项 医院级 专科', /您是不是想写/],
    ['加选项 预算 500万以上', /按金额分段/],
    ['停用选项 医院等级 三乙丙', /您是不是想写：停用选项 医院等级 三乙/],
    ['加字段', /请写明字段的名称和类型/],
    ['加字段 医院等级', /已经有字段「医院等级」/],
    ['加字段 预算', /自带的字段/],
    ['加字段 痛点 选择 A、B', /没有「选择」这种类型/],
    ['加字段 痛点 单选', /请写明选项/],
    ['加字段 痛点 单选 A', /至少要两个选项/],
    ['加字段 痛点 文本 A、B', /文本没有选项/],
    [`加字段 痛点 单选 ${Array.from({ length: 200 }, (_, i) => `项${i}`).join(' ')}`, /一次最多加 20 个选项/],
    ['改时限 首次联系', /请写明多久，例如：改时限 首次联系 1小时/],
    ['改时限 首次联系 很快', /看不懂时长「很快」/],
    ['改时限 首次联系 5小时', /没有改动：时间要一步比一步晚/],
    ['改时限 首次联系 第9步 1小时', /有 3 步：第1步 2小时/],
    ['改时限 首次联系 0分钟', /不能是 0/],
    ['改时限 首次联糸 1小时', /您是不是想写：改时限 首次联系 1小时/],
    ['改时限 首次联系 99999天', /看不懂时长|没有改动/],
    ['改权重 空闲度', /请写一个数字/],
    ['改权重 空闲度 -5', /请写一个数字/],
    ['改权重 空闲度 5000', /太大/],
    ['改权重 空闲 度', /请写一个数字/],
    ['改上限 0', /1 以上/],
    ['改话术 嫌贵 换一种说法试试看', /有 3 条话术，请写明是哪一条：嫌贵：算总账/],
    ['改话术 嫌贵：算总账 好', /请把话术的内容写在后面/],
    ['改话术 嫌贵：算总账 {身份证}请发我一下', /“{身份证}”没有内容可填。可以写：{联系人}/],
    [`改话术 嫌贵：算总账 ${'好'.repeat(1001)}`, /最多 1000 字/],
    ['加话术 嫌贵 我们可以打折的呀', /请写明风格/],
    ['加词 嫌贵', /请写明说法/],
    ['加词 嫌贵 (a+)+$', /不能作说法/],
    ['加词 嫌贵 竞品', /已经算「对比竞品」/],
    ['加词 嫌贵 太贵', /已经算「嫌贵」/],
    ['删词 嫌贵 没有这个说法', /里没有/],
    ['停用标签 有竞品', /没有改动：.*有竞品/],
    ['停用字段 医院等级', /没有改动/],
  ])('%s', (line, said) => {
    const attempt = () => planWish(line, MEDICAL);
    expect(attempt).toThrow(WishProblem);
    try {
      attempt();
    } catch (error) {
      expect((error as WishProblem).userText).toMatch(said);
      expect((error as WishProblem).userText.length).toBeLessThan(700);
    }
  });
});

describe('an edit of YAML', () => {
  const edits: [string, string, YamlEdit, string][] = [
    ['into an empty list', 'a: []\nb: 1\n', { kind: 'append', path: ['a'], value: '甲' }, '甲'],
    ['where there is no list', 'a:\n  x: 1\n', { kind: 'append', path: ['a', 'list'], value: '甲' }, '甲'],
    [
      'behind the last of a block',
      'a:\n  - 1 # one\n\nb: 2\n',
      { kind: 'append', path: ['a'], value: 2 },
      '- 2',
    ],
    ['without a line break at the end', 'a:\n  - 1', { kind: 'append', path: ['a'], value: 2 }, '- 2'],
    [
      'of a text that YAML reads otherwise',
      'a: [x]\n',
      { kind: 'append', path: ['a'], value: '是: [真], #1' },
      '是',
    ],
    ['of a text that looks like a number', 'a: [x]\n', { kind: 'append', path: ['a'], value: '007' }, '007'],
    ['of a value in quotes', 'a: "x" # why\n', { kind: 'set', path: ['a'], value: 'true' }, '# why'],
    ['of the only entry', 'a: [x]\nb: 1\n', { kind: 'remove', path: ['a', 0] }, 'a: []'],
    ['of a key', 'a: 1\nb: 2 # two\n', { kind: 'remove', path: ['a'] }, '# two'],
    [
      'above the comment of an entry',
      'a:\n  - 1\n  # two\n  - 2\n',
      { kind: 'append', path: ['a'], value: 9, before: 1 },
      '- 9\n  # two',
    ],
  ];
  it.each(edits)('%s', (_, source, edit, has) => {
    const text = patchYaml(source, [edit]);
    expect(text).toContain(has);
    expect(() => plainOf(text)).not.toThrow();
    const list = edit.kind === 'append' ? (plainOf(text) as Record<string, unknown>) : undefined;
    if (list && edit.kind === 'append') {
      const at = edit.path.reduce<unknown>(
        (value, key) => (value as Record<string, unknown>)[key],
        list,
      ) as unknown[];
      expect(at[edit.before ?? at.length - 1]).toEqual(edit.value);
    }
  });
});
