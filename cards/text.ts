import type { Colleague, Role } from '../src/domain/people/person.ts';
import { mayChangePlaybook, mayManage } from '../src/domain/people/scope.ts';
import { button } from './actions.ts';
import { defineCard } from './define.ts';
import type { Card, Fact, Tone } from './model.ts';

interface TextView {
  title: string;
  body: string;
  tone?: Tone | undefined;
  file?: { name: string; fileId: string } | undefined;
  link?: Card['link'];
  links?: Card['links'];
  picture?: Card['picture'];
}

/** The database answers `null` for what was left out. */
function pagesIn(params: Record<string, unknown>): Pick<Card, 'links' | 'picture'> {
  return {
    links: (params.links ?? undefined) as Card['links'],
    picture: (params.picture ?? undefined) as Card['picture'],
  };
}

/** A plain sentence or a file, for answers that are no card of their own. */
export const text = defineCard<TextView>({
  kind: 'text',
  async load({ params }) {
    const { link, file, tone } = params as Partial<TextView>;
    return {
      title: String(params.title ?? ''),
      body: String(params.body ?? ''),
      tone,
      file,
      link,
      ...pagesIn(params),
    };
  },
  render({ title, body, tone, ...rest }): Card {
    return {
      kind: 'text',
      title: title || body,
      emphasis: tone && title ? { text: title, tone } : undefined,
      facts: [],
      body: title && body ? body : undefined,
      buttons: [],
      ...rest,
    };
  },
});

/** For whoever opens the chat for the first time. */
export const welcome = defineCard<Pick<Card, 'links' | 'picture'>>({
  kind: 'welcome',
  load: async ({ params }) => pagesIn(params),
  render({ links, picture }): Card {
    return {
      kind: 'welcome',
      title: '我是跟进助手，打字就能办事',
      picture,
      facts: [
        { name: '记一笔', value: '张主任 已报价50万 嫌贵 下周二回访' },
        { name: '看待办', value: '今日待触达' },
        { name: '看客户', value: '查看 市一医院' },
        { name: '全部用法', value: '帮助' },
      ],
      links,
      buttons: [],
    };
  },
});

interface BundleView {
  lines: string[];
  /** Those the lines are about. */
  leads: string[];
}

/** The other leads of a bundle are opened by typing 查看 and the number in its line. */
const BUNDLE_BUTTONS = 3;

/** Several messages in one, when a person would get too many at once. */
export const bundle = defineCard<BundleView>({
  kind: 'bundle',
  async load({ params }) {
    const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
    return { lines: texts(params.lines), leads: texts(params.leads) };
  },
  render({ lines, leads }): Card {
    return {
      kind: 'bundle',
      title: `合并提醒 ${lines.length} 条`,
      facts: [],
      body: lines.join('\n'),
      buttons: [
        ...leads.slice(0, BUNDLE_BUTTONS).map((id) => button(`查看 ${id}`, 'view', id, { id: `view-${id}` })),
        button('今日待触达', 'today'),
      ],
    };
  },
});

/** What can be typed, by role: a rep asks other things than who leads people. */
export const help = defineCard<{ to: Colleague; gathers: boolean }>({
  kind: 'help',
  load: async ({ to, params }) => ({ to, gathers: params.gathers === true }),
  render({ to, gathers }): Card {
    const manages = mayManage(to);
    if (WORKS_FOR_OTHERS.includes(to.role)) return helpOfWorkers();
    return {
      kind: 'help',
      title: '跟进助手能做什么',
      facts: [
        ...(manages ? FOR_MANAGERS : to.role === 'marketing' ? FOR_MARKETING : FOR_REPS),
        ...(gathers ? [{ name: '客户群', value: '建群 L1024 张三' }] : []),
        { name: '导入', value: '直接把 .xlsx 或 .csv 发给我；老客户名单会先问怎么处理，导完可撤销' },
        {
          name: '表单',
          value: `把试用反馈表等的照片或 PDF 发给我${manages ? '；读得怎么样，发：表单' : ''}`,
        },
        ...(mayChangePlaybook(to)
          ? [
              { name: '新表单', value: '把一份填好的样本发给我，再说：新表单' },
              { name: '团队的说法', value: '词汇建议；加词 嫌贵 太贵了点' },
              {
                name: '改打法',
                value:
                  to.role === 'team-lead'
                    ? '规则；改话术 嫌贵 …'
                    : '规则；加标签 慢病专项 到 关注点；改时限 首次联系 1小时；规则 历史',
              },
            ]
          : []),
      ],
      buttons: manages
        ? [button('超时线索', 'overdue', '', { style: 'primary' }), button('看板', 'board')]
        : [button('今日待触达', 'today', '', { style: 'primary' }), button('导出 Excel', 'export-today')],
    };
  },
});

const FOR_REPS: readonly Fact[] = [
  { name: '记一笔', value: '张主任 已报价50万 嫌贵 下周二下午3点回访' },
  { name: '上门了', value: '拜访 市一医院 带了样品；为什么是 5 分' },
  { name: '改或撤销', value: '更正 已报价45万；撤销' },
  { name: '看待办', value: '今日待触达；超时线索；指标 首联率 本周' },
  { name: '看客户', value: '查看 L1024；查看 市一医院' },
  { name: '走流程', value: '阶段 L1024；推进 L1024；丢单 L1024 价格' },
  { name: '卡住了', value: '请主管支持 L1024' },
  { name: '话术', value: '话术 L1024 换一套；话术效果；案例 LIS对接' },
  { name: '改资料', value: 'L1024 预算改成200万以上；标签 L1024 重点客户，客户用 C114' },
  { name: '客户搬了', value: '客户状态 C114 已搬迁 新地址 文一西路9号' },
  { name: '改时间', value: '推迟 L1024 周五上午' },
  { name: '转出', value: '转出 L1024 区域不符' },
  { name: '录线索', value: '新线索 市一医院 王主任 13812345678 想看超声' },
  { name: '请别的部门办', value: '开单 试用装机 L1024；工单' },
  { name: '不接新单', value: '请假 到周五；恢复接单' },
  { name: '看全局', value: '看板；网页；名词' },
];

/** Who brings leads in and does not work on them. */
const FOR_MARKETING: readonly Fact[] = [
  { name: '接热线', value: '热线 市一医院 王主任 13812345678 想看超声' },
  { name: '录线索', value: '新线索 市一医院 王主任 13812345678 想看超声 来源：展会' },
  { name: '指标', value: '指标；指标 激活率 本月 按来源' },
  { name: '看客户', value: '查看 L1024；查看 市一医院' },
  { name: '看全局', value: '看板；网页；名词' },
];

const FOR_MANAGERS: readonly Fact[] = [
  { name: '谁超时了', value: '超时线索；看板；网页；名词' },
  { name: '指标', value: '指标；指标 SLA 上周 按组；指标 激活率 本月 张伟' },
  { name: '催办', value: '催办 L1024' },
  { name: '拜访', value: '拜访质量（近 7 天偏低的）' },
  { name: '改派', value: '指派 L1024 王敏' },
  { name: '待分配', value: '待分配；批量指派 王敏 L1031 L1032；全部分配' },
  { name: '看客户', value: '查看 L1024；查看 市一医院' },
  { name: '改资料', value: 'L1024 预算改成200万以上；标签 L1024 重点客户，客户用 C114' },
  { name: '提醒负责人', value: 'L1024 院长周五出差，周四前联系' },
  { name: '录线索', value: '新线索 市一医院 王主任 13812345678 想看超声' },
  { name: '离职交接', value: '离职 王敏；客户交接 王敏 徐静' },
  { name: '同一家客户', value: '合并 C114 C120；拆开 C114 C120；客户归 C114 王敏' },
  { name: '不接新单', value: '请假 到周五；恢复接单' },
  { name: '放行', value: '放行 L1024 原因；解锁 L1024 预算' },
];

/** They have no leads of their own: what they do comes as orders. */
const WORKS_FOR_OTHERS: readonly Role[] = ['service', 'finance', 'rnd'];

function helpOfWorkers(): Card {
  return {
    kind: 'help',
    title: '工单怎么办',
    facts: [
      { name: '看工单', value: '工单；W101' },
      { name: '接或退', value: '接单 W101；退回 W101 时间排不开' },
      { name: '给同事', value: '转派 W101 马超' },
      { name: '约时间', value: '约 W101 周三14:00' },
      { name: '办完一步', value: '步骤 W101 到场；完成 W101' },
      { name: '填内容', value: 'W101 样机序列号：SN-20261123' },
      { name: '等客户', value: '暂停 W101 等科室腾房间 下周一；恢复 W101' },
      { name: '没做成', value: '未完成 W101 客户不配合' },
    ],
    buttons: [button('工单', 'orders', '', { style: 'primary' })],
  };
}
