/** What the parts of a playbook are called in Chinese. */

const LABELS: Record<string, string> = {
  playbook: '编号',
  schema: '格式版本',
  name: '名称',
  id: '编号',
  label: '名称',
  title: '标题',
  words: '别的说法',
  kinds: '通用含义',
  value: '取值',
  calendar: '工作日历',
  timeZone: '时区',
  workdays: '工作日',
  hours: '时段',
  holidays: '节假日',
  extraHolidays: '额外休息日',
  extraWorkdays: '额外工作日',
  quiet: '安静时段',
  holds: '暂缓的消息',
  every: '合并间隔',
  perDay: '每天最多',
  'team-lead': '主管',
  'regional-manager': '区域经理',
  director: '总监',
  products: '产品',
  category: '品类',
  items: '产品名',
  regions: '区域',
  industries: '行业',
  fields: '字段',
  on: '属于',
  type: '类型',
  options: '选项',
  core: '核心字段',
  waiveReasons: '放行原因',
  unless: '除非',
  level: '职级',
  levels: '职级',
  asks: '何时问',
  why: '为什么问',
  visibleTo: '谁能看',
  ends: '到期前几天显示',
  from: '起',
  to: '止',
  implies: '联动',
  budget: '预算',
  forms: '表单',
  intro: '说明',
  source: '来源',
  channel: '渠道',
  campaign: '活动',
  questions: '问题',
  field: '字段',
  as: '控件',
  required: '必填',
  hint: '提示',
  thanks: '答谢语',
  lookups: '名录',
  file: '文件',
  nameColumn: '名称列',
  aliasColumn: '别名列',
  fill: '自动填写',
  tags: '标签',
  values: '标签值',
  single: '只留一个',
  routing: '分配',
  policy: '方式',
  cap: '线索上限',
  region: '区域',
  weights: '权重',
  idleness: '空闲度',
  industry: '行业',
  experience: '成交经验',
  days: '天数',
  bonus: '加分',
  prefer: '优先',
  strict: '严格规则',
  openBelow: '线索少于',
  recentDays: '近几天',
  passReasons: '转出理由',
  stages: '阶段',
  requires: '必填项',
  locks: '锁定',
  item: '事项',
  prompt: '提问',
  next: '后续节点',
  by: '由动作提议',
  automatic: '自动推进',
  journey: '客户旅程',
  backReasons: '退回原因',
  lostReasons: '失单原因',
  lostTo: '输给竞品的原因',
  competitors: '竞品字段',
  dealAmount: '成交金额',
  tells: '通知',
  replaces: '节点改名',
  signing: '预计签约',
  document: '文件',
  tolerance: '可差天数',
  reopen: '可重新打开',
  undoWon: '成交可撤销',
  unlock: '解锁时长',
  dwell: '停留',
  stay: '节点停留',
  reply: '客户回音',
  awaits: '等客户回音',
  answers: '客户的回应',
  advice: '建议',
  end: '终点',
  clocks: '时限',
  assignment: '分配',
  'first-touch': '首次联系',
  'follow-up': '约定回访',
  steps: '步骤',
  after: '时间',
  time: '计时方式',
  card: '卡片',
  reroute: '改派',
  atNight: '夜里照常',
  repeat: '重复间隔',
  followUp: '约定的跟进',
  actions: '动作',
  closes: '结束线索',
  touch: '算作联系',
  objections: '异议',
  scenes: '场景',
  quickActions: '快捷选项',
  visits: '拜访',
  thermometer: '客户热度',
  depths: '沟通深度',
  topics: '话题',
  latest: '看最近几次',
  pains: '痛点',
  ticks: '勾选项',
  counts: '计分类别',
  minutes: '纪要写法',
  score: '质量分',
  solved: '现场解决',
  sample: '带样品',
  cross: '跨部门',
  red: '标红线',
  photo: '现场照片',
  minutesTo: '纪要发给',
  scripts: '话术',
  style: '风格',
  if: '条件',
  for: '场合',
  text: '内容',
  rules: '规则',
  when: '事件',
  do: '动作',
  tag: '加标签',
  untag: '去标签',
  set: '填写',
  notify: '通知',
  script: '发话术',
  reports: '报告',
  documents: '文件模板',
  orders: '工单',
  opens: '自动开单',
  hand: '谁可以开单',
  api: '接口开单',
  needs: '前提',
  order: '工单类型',
  reason: '原因',
  approvals: '审批',
  approver: '审批人',
  accept: '接单时限',
  finish: '完成时限',
  within: '时限',
  escalate: '再过多久上报',
  followedBy: '接着开单',
  many: '可同时多张',
  choose: '怎么选人',
  titles: '标题写法',
  aliases: '别的写法',
  pattern: '格式',
  checks: '核对',
  remind: '到期提醒',
  roles: '角色对应',
  kind: '种类',
  at: '时刻',
  mail: '发邮件',
  metrics: '指标',
  activationTarget: '激活率目标',
  activationHours: '激活时限（小时）',
  slaHours: '首次响应时限（工作小时）',
  slaTarget: '响应达标率目标',
  coreFields: '核心字段',
  fidTarget: '字段完整度目标',
  tagGroups: '必备标签组',
  tagTarget: '标签覆盖率目标',
  densityTarget: '动作密度目标',
  overdueTarget: '超时解决率目标',
  glossary: '术语',
};

/** Where a key is not what it is called elsewhere. */
const BY_PARENT: Record<string, Record<string, string>> = {
  tags: { from: '取自字段' },
  clocks: { dwell: '停留过久' },
  followUp: { calendar: '写入日程' },
  steps: { to: '发给' },
  notify: { to: '发给' },
  score: { cap: '封顶' },
  hint: { visits: '拜访次数', minutes: '分钟内' },
  reports: { to: '发给', groups: '发到群' },
};

/** Maps whose keys are names people chose. */
const NAMED = new Set(['glossary', 'fill', 'set', 'implies', 'source', 'budget', 'industry']);

/** The Chinese name of the last step of a path. `value` stands there. */
export function labelOf(path: readonly string[], value: unknown): string {
  const key = path.at(-1) ?? '';
  const own = nameOf(value);
  if (own !== undefined && path.length > 1) return own;
  const parents = path.slice(0, -1).reverse();
  if (/^\d+$/.test(key)) return parents[0] === 'steps' ? `第${Number(key) + 1}步` : `第${Number(key) + 1}项`;
  if (parents[0] === 'glossary' || (parents.includes('prefer') && NAMED.has(parents[0] ?? ''))) return key;
  for (const parent of parents.slice(0, 2)) {
    const special = BY_PARENT[parent]?.[key];
    if (special !== undefined) return special;
  }
  return LABELS[key] ?? key;
}

/** What an entry of a list is called: its label, title, name or value. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  for (const key of ['label', 'title', 'name', 'value', 'category']) {
    const found: unknown = Reflect.get(value, key);
    if (typeof found === 'string') return found;
  }
  return undefined;
}

const MAX_TEXT = 300;

/** A value as people read it: 是 / 否, lists with 、, objects as 键：值. */
export function textOf(value: unknown): string {
  const text = fullText(value);
  return text.length > MAX_TEXT ? `${[...text].slice(0, MAX_TEXT).join('')}…` : text;
}

function fullText(value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map((item) => nameOf(item) ?? fullText(item)).join('、');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== null && !(Array.isArray(part) && part.length === 0))
    .map(([key, part]) => `${LABELS[key] ?? key}：${fullText(part)}`)
    .join('，');
}
