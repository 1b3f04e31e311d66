import { describe, expect, it } from 'vitest';
import { BASE, edited, loadBase } from '../../support/playbooks.ts';

/** One mistake: this text becomes that; « marks where the problem is to be reported, the path is where it belongs. */
interface Mistake {
  right: string;
  wrong: string;
  path: string;
  message: RegExp;
  suggestion?: RegExp;
}

/** Makes the mistake and says where the mark stood. */
function make({ right, wrong }: Pick<Mistake, 'right' | 'wrong'>) {
  const before = BASE.slice(0, BASE.indexOf(right)) + wrong.slice(0, wrong.indexOf('«'));
  const lines = before.split('\n');
  return {
    text: edited(BASE, right, wrong.replace('«', '')),
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
  };
}

function problemsOf(text: string) {
  const loaded = loadBase(text);
  return loaded.ok ? [] : loaded.problems;
}

const spelling: Mistake[] = [
  {
    right: 'name: 样例公司',
    wrong: '«nmae: 样例公司',
    path: 'nmae',
    message: /不认识/,
    suggestion: /“name”/,
  },
  { right: 'glossary:', wrong: '«Glosary:', path: 'Glosary', message: /不认识/, suggestion: /“glossary”/ },
  {
    right: 'weights: { idleness: 40',
    wrong: 'weights: { «idelness: 40',
    path: 'routing.weights.idelness',
    message: /不认识/,
    suggestion: /“idleness”/,
  },
  {
    right: 'policy: weighted',
    wrong: 'policy: «weigthed',
    path: 'routing.policy',
    message: /weigthed/,
    suggestion: /“weighted”/,
  },
  {
    right: 'holidays: CN',
    wrong: 'holidays: «US',
    path: 'calendar.holidays',
    message: /US/,
    suggestion: /可以写：CN、none/,
  },
  {
    right: 'type: date }',
    wrong: 'type: «dates }',
    path: 'fields.2.type',
    message: /dates/,
    suggestion: /“date”/,
  },
  {
    right: 'visibleTo: [rep,',
    wrong: 'visibleTo: [«reps,',
    path: 'fields.4.visibleTo.0',
    message: /reps/,
    suggestion: /“rep”/,
  },
  {
    right: 'source: website',
    wrong: 'source: «web-site',
    path: 'forms.0.source',
    message: /web-site/,
    suggestion: /“website”/,
  },
  {
    right: 'field: products, as: checkboxes',
    wrong: 'field: «product, as: checkboxes',
    path: 'forms.0.questions.1.field',
    message: /没有叫“product”的字段/,
    suggestion: /“products”/,
  },
  {
    right: 'as: slider',
    wrong: 'as: «slide',
    path: 'forms.0.questions.2.as',
    message: /slide/,
    suggestion: /“slider”/,
  },
  {
    right: 'implies: { categories: 检验类 }',
    wrong: 'implies: { «categorys: 检验类 }',
    path: 'fields.1.options.0.implies.categorys',
    message: /没有叫/,
    suggestion: /“categories”/,
  },
  {
    right: 'implies: { categories: 检验类 }',
    wrong: 'implies: { categories: «检验科 }',
    path: 'fields.1.options.0.implies.categories',
    message: /没有叫“检验科”的选项/,
    suggestion: /“检验类”/,
  },
  {
    right: 'on: lead, type: date }',
    wrong: 'on: lead, type: date, ends: «90 }',
    path: 'fields.2.ends',
    message: /“演示日期”写了 ends，只有客户的日期字段/,
  },
  {
    right: 'from: hospitalLevel',
    wrong: 'from: «hospitallevl',
    path: 'tags.0.from',
    message: /没有叫/,
    suggestion: /“hospitalLevel”/,
  },
  {
    right: 'fill: { hospitalLevel: 等级',
    wrong: 'fill: { «hospitalLevels: 等级',
    path: 'lookups.0.fill.hospitalLevels',
    message: /没有叫/,
    suggestion: /“hospitalLevel”/,
  },
  {
    right: 'hospitalLevel: 等级',
    wrong: 'hospitalLevel: «级别',
    path: 'lookups.0.fill.hospitalLevel',
    message: /hospitals\.csv 里没有“级别”这一列/,
    suggestion: /医院名称、等级/,
  },
  {
    right: 'aliasColumn: 别名',
    wrong: 'aliasColumn: «别 名称',
    path: 'lookups.0.aliasColumn',
    message: /没有“别 名称”这一列/,
  },
  {
    right: 'requires: [demoDate,',
    wrong: 'requires: [«demodat,',
    path: 'stages.1.requires.0',
    message: /没有叫/,
    suggestion: /“demoDate”/,
  },
  {
    right: 'locks: [budget]',
    wrong: 'locks: [«bugdet]',
    path: 'stages.1.locks.0',
    message: /没有叫/,
    suggestion: /“budget”/,
  },
  {
    right: 'card: pick-owner',
    wrong: 'card: «pickowner',
    path: 'clocks.assignment.steps.0.card',
    message: /pickowner/,
    suggestion: /“pick-owner”/,
  },
  {
    right: 'to: [owner, manager]',
    wrong: 'to: [owner, «manger]',
    path: 'clocks.first-touch.steps.0.to.1',
    message: /manger/,
    suggestion: /“manager”/,
  },
  {
    right: '  first-touch:\n',
    wrong: '  «firsttouch:\n',
    path: 'clocks.firsttouch',
    message: /不认识/,
    suggestion: /“first-touch”/,
  },
  {
    right: 'quickActions: [quoted,',
    wrong: 'quickActions: [«qouted,',
    path: 'quickActions.0',
    message: /没有叫“qouted”的动作/,
    suggestion: /“quoted”/,
  },
  {
    right: 'for: [first-touch], text',
    wrong: 'for: [«first-tuch], text',
    path: 'scripts.1.for.0',
    message: /没有叫/,
    suggestion: /“first-touch”/,
  },
  {
    right: 'style: price, for: [price]',
    wrong: 'style: price, for: [«prise]',
    path: 'scripts.2.for.0',
    message: /没有叫“prise”的异议/,
    suggestion: /“price”/,
  },
  {
    right: 'text: "{contactName}您好，关于',
    wrong: 'text: «"{contractName}您好，关于',
    path: 'scripts.0.text',
    message: /“\{contractName\}”/,
    suggestion: /“contactName”/,
  },
  {
    right: 'when: lead.created',
    wrong: 'when: «lead.create',
    path: 'rules.0.when',
    message: /lead\.create/,
    suggestion: /“lead.created”/,
  },
  {
    right: 'tag: 重点客户',
    wrong: 'tag: «重点用户',
    path: 'rules.0.do.0.tag',
    message: /没有叫“重点用户”的标签/,
    suggestion: /“重点客户”/,
  },
  {
    right: 'script: price',
    wrong: 'script: «pricing',
    path: 'rules.2.do.0.script',
    message: /没有叫“pricing”的话术场合/,
    suggestion: /price/,
  },
  {
    right: 'set: { department: 设备科 }',
    wrong: 'set: { «departement: 设备科 }',
    path: 'rules.1.do.0.set.departement',
    message: /没有叫/,
    suggestion: /“department”/,
  },
  {
    right: 'set: { department: 设备科 }',
    wrong: 'set: { department: «器械科 }',
    path: 'rules.1.do.0.set.department',
    message: /没有叫“器械科”的选项/,
    suggestion: /检验科、设备科/,
  },
];

const conditions: Mistake[] = [
  {
    right: 'fields.hospitalLevel: 三甲',
    wrong: 'fields.hospitalLevel: «三级甲等',
    path: 'rules.0.if.fields.hospitalLevel',
    message: /没有叫“三级甲等”的选项/,
    suggestion: /“三甲”/,
  },
  {
    right: 'fields.hospitalLevel: 三甲',
    wrong: '«hospitalLevel: 三甲',
    path: 'rules.0.if.hospitalLevel',
    message: /不能用在条件里/,
    suggestion: /fields\.hospitalLevel/,
  },
  {
    right: 'fields.hospitalLevel: 三甲',
    wrong: '«fields.hospitallevl: 三甲',
    path: 'rules.0.if.fields.hospitallevl',
    message: /不能用在条件里/,
    suggestion: /“fields.hospitalLevel”/,
  },
  {
    right: 'fields.hospitalLevel: 三甲',
    wrong: '«fields: { hospitalLevel: 三甲 }',
    path: 'rules.0.if.fields',
    message: /用点写到字段/,
  },
  { right: 'budget: 高 }', wrong: '«budget: [高, 低] }', path: 'rules.0.if.budget', message: /\$in/ },
  {
    right: 'budget: 高 }',
    wrong: 'budget: { $in: [高, «中高] } }',
    path: 'rules.0.if.budget.$in.1',
    message: /没有叫“中高”的选项/,
  },
  {
    right: 'budget: 高 }',
    wrong: 'budget: { $gt: «500000 } }',
    path: 'rules.0.if.budget.$gt',
    message: /不是数字或日期/,
  },
  {
    right: 'fields.bidding: true',
    wrong: 'fields.bidding: «是',
    path: 'rules.1.if.$or.0.fields.bidding',
    message: /只有 true 和 false/,
  },
  {
    right: '$regex: 招标|投标',
    wrong: '«$regex: "(招标"',
    path: 'rules.1.if.$or.1.need.$regex',
    message: /括号|表达式/,
  },
  {
    right: '$regex: 招标|投标',
    wrong: '«$regex: "(?<=招标)公告"',
    path: 'rules.1.if.$or.1.need.$regex',
    message: /断言|支持/,
  },
  {
    right: '$regex: 招标|投标',
    wrong: '«$regexp: 招标',
    path: 'rules.1.if.$or.1.need.$regexp',
    message: /不支持 \$regexp/,
    suggestion: /\$regex/,
  },
  {
    right: '      $or:',
    wrong: '      «$xor:',
    path: 'rules.1.if.$xor',
    message: /不支持 \$xor/,
    suggestion: /\$/,
  },
  {
    right: 'budget: 高 }',
    wrong: '«$where: "sleep(1)" }',
    path: 'rules.0.if.$where',
    message: /不支持 \$where/,
  },
  {
    right: 'budget: 高 }',
    wrong: '«interaction.objections.id: price }',
    path: 'rules.0.if.interaction.objections.id',
    message: /只有在 when: interaction.recorded/,
  },
  {
    right: 'interaction.objections.id: price',
    wrong: 'interaction.objections.id: «贵',
    path: 'rules.2.if.interaction.objections.id',
    message: /没有叫“贵”的异议/,
  },
  {
    right: 'fields.department: 检验科',
    wrong: 'fields.department: «检验',
    path: 'scripts.0.if.fields.department',
    message: /没有叫“检验”的选项/,
    suggestion: /“检验科”/,
  },
  {
    right: 'budget: 高 }',
    wrong: 'stage: «frist }',
    path: 'rules.0.if.stage',
    message: /没有叫“frist”的阶段/,
    suggestion: /“first”/,
  },
  {
    right: 'budget: 高 }',
    wrong: 'tags: { $all: [«大客户] } }',
    path: 'rules.0.if.tags.$all.0',
    message: /没有叫“大客户”的标签/,
  },
  {
    right: 'budget: 高 }',
    wrong: 'createdAt: «2026-01-01 }',
    path: 'rules.0.if.createdAt',
    message: /只能问有没有/,
  },
  {
    right: 'budget: 高 }',
    wrong: '«budget: }',
    path: 'rules.0.if.budget',
    message: /空的/,
    suggestion: /\$exists/,
  },
];

const values: Mistake[] = [
  { right: 'schema: 1', wrong: 'schema: «2', path: 'schema', message: /2/, suggestion: /“1”/ },
  { right: 'playbook: base', wrong: 'playbook: «Base Company', path: 'playbook', message: /以小写字母开头/ },
  { right: '{ id: amount, label', wrong: '{ id: «toString, label', path: 'fields.4.id', message: /保留/ },
  { right: '{ id: amount, label', wrong: '{ id: «budget, label', path: 'fields.4.id', message: /内置字段/ },
  { right: 'cap: 20', wrong: 'cap: «二十', path: 'routing.cap', message: /要写数字，现在是文字/ },
  { right: 'cap: 20', wrong: 'cap: «0', path: 'routing.cap', message: /大于/ },
  {
    right: '- { value: 低, from',
    wrong: '- { value: «50, from',
    path: 'budget.0.value',
    message: /要写文字，现在是数字/,
    suggestion: /"50"/,
  },
  { right: '    label: 科室\n', wrong: '    «label:\n', path: 'fields.1.label', message: /空的/ },
  {
    right: 'id: department\n    label: 科室',
    wrong: '«id: department',
    path: 'fields.1.label',
    message: /缺少“label”/,
  },
  { right: '    when: interaction.recorded\n', wrong: '', path: 'rules.2.when', message: /缺少“when”/ },
  {
    right: 'hours: ["09:00-12:00",',
    wrong: 'hours: [«"9点到12点",',
    path: 'calendar.hours.0',
    message: /格式不对.*09:00-18:00/,
  },
  {
    right: 'hours: ["09:00-12:00",',
    wrong: 'hours: ["09:00-14:00",',
    path: 'calendar.hours.1',
    message: /重叠/,
  },
  {
    right: 'timeZone: Asia/Shanghai',
    wrong: 'timeZone: «Asia/Hangzhou',
    path: 'calendar.timeZone',
    message: /没有时区/,
  },
  { right: '[2026-12-25]', wrong: '[«2026-13-25]', path: 'calendar.extraHolidays.0', message: /2026-10-01/ },
  {
    right: 'hours: ["22:00-07:30"]',
    wrong: '«hours: ["08:00-20:00", "20:00-08:00"]',
    path: 'calendar.quiet.hours',
    message: /占满了全天/,
  },
  { right: 'at: "10:02"', wrong: 'at: «"10:00"', path: 'reports.0.at', message: /避开整点和半点/ },
  {
    right: 'dwell: 72h',
    wrong: 'dwell: «三个星期多',
    path: 'stages.0.dwell',
    message: /看不懂时长/,
    suggestion: /5 workdays/,
  },
  { right: 'dwell: 72h', wrong: 'dwell: «400h', path: 'stages.0.dwell', message: /不短于/ },
  {
    right: 'after: 4h',
    wrong: 'after: «1h',
    path: 'clocks.first-touch.steps.1.after',
    message: /一步比一步晚/,
  },
  { right: 'after: 4h', wrong: 'after: «1d', path: 'clocks.first-touch.steps.1.after', message: /小时/ },
  {
    right: '{ after: 0m, card: follow-up-due, to: [owner] }',
    wrong: '«{ after: 0m }',
    path: 'clocks.follow-up.steps.0',
    message: /什么也没做/,
    suggestion: /card/,
  },
  {
    right: 'card: stalled, to: [owner]',
    wrong: 'card: «stalled',
    path: 'clocks.dwell.steps.0.card',
    message: /没有写发给谁/,
  },
  {
    right: 'card: pick-owner, to: [manager]',
    wrong: 'card: pick-owner, to: «[owner]',
    path: 'clocks.assignment.steps.0.to',
    message: /还没有负责人/,
  },
  { right: 'repeat: 5 workdays', wrong: 'repeat: «0m', path: 'clocks.dwell.repeat', message: /不能是 0/ },
  {
    right: 'weights: { idleness: 40, category: 60 }',
    wrong: '«weights: { idleness: 0, category: 0 }',
    path: 'routing.weights',
    message: /不能全是 0/,
  },
  {
    right: '{ value: 高, from: 500000 }',
    wrong: '«{ value: 高, from: 400000 }',
    path: 'budget.1',
    message: /重叠/,
  },
  {
    right: 'from: 0, to: 500000',
    wrong: 'from: 600000, to: «500000',
    path: 'budget.0.to',
    message: /大于 from/,
  },
  {
    right: 'as: slider',
    wrong: 'as: «checkboxes',
    path: 'forms.0.questions.2.as',
    message: /只能选一个/,
    suggestion: /dropdown/,
  },
  { right: 'type: money,', wrong: 'type: choice,', path: 'fields.4.options', message: /要列出 options/ },
  {
    right: 'file: hospitals.csv',
    wrong: 'file: «../../etc/passwd',
    path: 'lookups.0.file',
    message: /读不到文件/,
    suggestion: /旁边/,
  },
  {
    right: 'file: hospitals.csv',
    wrong: 'file: «clinics.csv',
    path: 'lookups.0.file',
    message: /读不到文件/,
  },
  {
    right: '{ id: priority, label',
    wrong: '{ id: «level, label',
    path: 'tags.1.id',
    message: /编号“level”重复了/,
  },
  {
    right: 'words: [广州]',
    wrong: 'words: [广州, 杭州]',
    path: 'regions.1',
    message: /“杭州”同时属于“华东”和“华南”/,
  },
  {
    right: 'values: [重点客户, 标准客户]',
    wrong: 'values: [重点客户, 三甲]',
    path: 'tags.1',
    message: /标签“三甲”重复了/,
  },
  { right: '- script: price', wrong: '- «{}', path: 'rules.2.do.0', message: /什么也没做/ },
  {
    right: 'requires: [demoDate, "document:截图"]',
    wrong: 'requires: [demoDate, «document]',
    path: 'stages.1.requires.1',
    message: /没有写文件名/,
  },
];

const documents: Mistake[] = [
  {
    right: 'label: 医院, to: customer',
    wrong: 'label: 医院, to: «custmer',
    path: 'documents.0.fields.0.to',
    message: /没有叫“custmer”的字段/,
    suggestion: /customer/,
  },
  {
    right: '- { id: wish, label: 意愿, type: choice, options: [推荐, 观望] }',
    wrong: '- «{ id: wish, label: 意愿, type: choice, options: [推荐] }',
    path: 'documents.0.fields.3',
    message: /至少要有两个选项/,
  },
  {
    right: 'pattern: "[0-9]{6}"',
    wrong: 'pattern: «"[0-9"',
    path: 'documents.0.fields.4.pattern',
    message: /./,
  },
  {
    right: 'field: until, after: from',
    wrong: 'field: until, after: «wish',
    path: 'documents.0.checks.0.after',
    message: /不是日期/,
  },
  {
    right: 'label: 编号, type: code',
    wrong: 'label: 编号, remind: «周五, type: code',
    path: 'documents.0.fields.4.remind',
    message: /只有日期/,
  },
  {
    right: '- { id: number, label',
    wrong: '- { id: «hospital, label',
    path: 'documents.0.fields.4.id',
    message: /重复/,
  },
];

describe.each([
  ['misspelt names', spelling],
  ['conditions', conditions],
  ['values', values],
  ['documents', documents],
])('one mistake: %s', (_, mistakes) => {
  it.each(mistakes)('$wrong', (mistake) => {
    const { text, line, column } = make(mistake);
    const [problem, ...others] = problemsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ file: 'base.yaml', path: mistake.path });
    expect(problem?.message).toMatch(mistake.message);
    if (mistake.suggestion) expect(problem?.suggestion).toMatch(mistake.suggestion);
    if (mistake.wrong.includes('«')) expect([problem?.line, problem?.column]).toEqual([line, column]);
  });
});

it('there are enough of them', () => {
  expect(spelling.length + conditions.length + values.length).toBeGreaterThanOrEqual(40);
});

it('several mistakes are reported together, in the order of the file', () => {
  const text = BASE.replace('card: pick-owner', 'card: pick')
    .replace('as: slider', 'as: slide')
    .replace('cap: 20', 'cap: x');
  expect(problemsOf(text).map((problem) => problem.path)).toEqual([
    'forms.0.questions.2.as',
    'routing.cap',
    'clocks.assignment.steps.0.card',
  ]);
});

it('what the schema refuses does not hide what is wrong beside it', () => {
  const text = BASE.replace('policy: weighted', 'policy: weigthed').replace(
    'requires: [demoDate, "document:截图"]',
    'requires: [demoDay, "document:截图"]',
  );
  expect(problemsOf(text).map((problem) => problem.path)).toEqual(['routing.policy', 'stages.1.requires.0']);
});

it('the base itself has no problem and no warning', () => {
  expect(loadBase(BASE)).toMatchObject({ ok: true, warnings: [], source: BASE });
});
