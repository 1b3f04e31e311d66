/** What the product's ids are called in Chinese. The first three repeat src/domain; a test keeps them equal. */

/** @type {Record<string, string>} */
export const ROLE_LABELS = {
  rep: '销售代表',
  'team-lead': '销售主管',
  'regional-manager': '区域经理',
  director: '销售总监',
  marketing: '市场',
  finance: '财务',
  service: '服务工程师',
  rnd: '研发',
  admin: '管理员',
};

/** @type {Record<string, string>} */
export const STATUS_LABELS = {
  new: '待分配',
  assigned: '已分配',
  accepted: '已接单',
  touched: '已跟进',
  won: '已成交',
  lost: '已关闭',
};

/** @type {Record<string, string>} */
export const SOURCE_LABELS = {
  website: '官网',
  hotline: '400热线',
  exhibition: '展会',
  partner: '合作伙伴',
  import: '批量导入',
  chat: '聊天录入',
};

/** @type {Record<string, string>} */
export const CLOCK_LABELS = {
  assignment: '分配时限',
  'first-touch': '首次联系',
  'follow-up': '约定回访',
  dwell: '阶段停留',
};

/** @type {Record<string, string>} */
export const FACTOR_LABELS = {
  idleness: '空闲',
  category: '品类',
  region: '区域',
  source: '来源',
  industry: '行业',
  budget: '预算',
};

/** @type {Record<string, string>} */
export const POLICY_LABELS = {
  weighted: '加权评分',
  strict: '严格规则',
  manual: '主管指定',
  'same-owner': '沿用原负责人',
};

/** @type {Record<string, string>} */
const ACTORS = {
  routing: '自动分配',
  api: '接口',
  import: '导入',
  form: '公开表单',
  rules: '规则',
  report: '报告',
  system: '系统',
  demo: '演示数据',
};

/**
 * Who did it: a person's name, a part of the product, or the id itself.
 * @param {string} who
 * @param {readonly import('../contract.ts').SimulatorUser[]} users
 */
export function actorName(who, users) {
  const [part = '', name = ''] = who.split(':', 2);
  if (part === 'clock') return `${CLOCK_LABELS[name] ?? name}时钟`;
  return users.find((user) => user.id === who)?.name ?? ACTORS[part] ?? who;
}

/** @param {Record<string, string>} labels @param {string} id */
export const labelOf = (labels, id) => (Object.hasOwn(labels, id) ? labels[id] : id) ?? id;
