import type {
  LeadDetail,
  LeadItem,
  Mail,
  SimulatorCard,
  SimulatorUser,
} from '../../src/platforms/simulator/page/contract.ts';
import type { FormView } from '../../src/web/pages/form/view.ts';

/** Who the page stub knows, what its cards look like: enough to see every part of the pages at work. */
export const STUB_USERS: SimulatorUser[] = [
  { id: 'wang-min', name: '王敏', role: 'rep', managerId: 'li-qiang', team: '华东一组', region: '华东' },
  { id: 'zhou-yang', name: '周扬', role: 'rep', managerId: 'li-qiang', team: '华东一组', region: '华东' },
  { id: 'li-qiang', name: '李强', role: 'team-lead', managerId: 'sun-jie', team: '华东一组', region: '华东' },
  { id: 'chen-hao', name: '陈浩', role: 'rep', managerId: 'lin-fang', team: '华南组', region: '华南' },
  { id: 'lin-fang', name: '林芳', role: 'team-lead', managerId: 'sun-jie', team: '华南组', region: '华南' },
  { id: 'sun-jie', name: '孙杰', role: 'director' },
  { id: 'he-yun', name: '何云', role: 'marketing' },
  { id: 'ouyang-xuefeng', name: '欧阳雪峰', role: 'service', team: '服务' },
];

export function leadFacts(lead: LeadItem): SimulatorCard['facts'] {
  return [
    { name: '单位', value: lead.company ?? '—' },
    { name: '联系人', value: [lead.contactName, lead.title].filter(Boolean).join(' · ') || '—' },
    { name: '电话', value: lead.phone ?? '—' },
    { name: '需求', value: lead.need ?? '—' },
    { name: '预算', value: String(lead.budget ?? '未填') },
  ];
}

export function assignedCard(id: string, lead: LeadItem): SimulatorCard {
  return {
    title: `新线索 ${id} 分给你了`,
    emphasis: { text: '2 小时内首次联系', tone: 'info' },
    facts: leadFacts(lead),
    tags: ['三甲', '影像类', '50–200万', '官网'],
    quote:
      '王主任您好，我是负责华东区的王敏。您关注的便携超声，我们有两款已在省内三甲装机，明天上午方便通个电话吗？',
    selects: [
      {
        id: 'reason',
        label: '转出原因',
        options: [
          { id: 'region', label: '区域不符' },
          { id: 'category', label: '品类不熟' },
          { id: 'busy', label: '近期无法跟进' },
        ],
      },
    ],
    buttons: [
      { id: 'accept', label: '接单', command: `接单 ${id}`, style: 'primary' },
      { id: 'why', label: '为什么是我', command: `为什么 ${id}` },
      { id: 'pass', label: '转出', command: `转出 ${id}`, style: 'danger' },
    ],
  };
}

export function dueCard(id: string, lead: LeadItem, owner: string, forManager: boolean): SimulatorCard {
  return {
    title: forManager ? `${owner} 的线索 ${id} 超过 2 小时未触达` : `${id} 还没有首次联系`,
    emphasis: { text: '已超时 0 分钟', tone: 'warn' },
    facts: leadFacts(lead).slice(0, 4),
    body: '因为：分配后 2 小时内没有跟进记录。\n再过 2 小时将升级给上级主管。',
    tags: ['三甲', '影像类'],
    quote: '推荐话术：王主任，您在官网留的便携超声需求我已看过，想先跟您确认科室的使用场景，5 分钟就够。',
    buttons: forManager
      ? [
          { id: 'nudge', label: '提醒他', command: `提醒 ${id}`, style: 'primary' },
          { id: 'take', label: '改派', command: `改派 ${id}` },
        ]
      : [
          { id: 'touched', label: '已联系', command: `已联系 ${id}`, style: 'primary' },
          {
            id: 'quote',
            label: '已报价',
            command: `已报价 ${id}`,
            disabled: '先填报价单编号，才能标记已报价',
          },
          { id: 'wait', label: '等待决策', command: `等待决策 ${id}` },
        ],
  };
}

export function logCard(text: string): SimulatorCard {
  return {
    title: '记下了，请确认',
    facts: [
      { name: '客户', value: '杭州市第一人民医院 · 王主任' },
      { name: '动作', value: '已报价' },
      { name: '金额', value: '50 万元' },
      { name: '异议', value: '价格' },
      { name: '下次', value: '下周二 15:00 回访' },
    ],
    quote: text,
    buttons: [
      { id: 'confirm', label: '确认', command: '确认', style: 'primary' },
      { id: 'correct', label: '更正', command: '更正' },
      { id: 'undo', label: '撤销', command: '撤销', style: 'danger' },
    ],
  };
}

export function reportCard(): SimulatorCard {
  return {
    title: '线索激活日报',
    emphasis: { text: '激活率 82.4%，目标 85%', tone: 'danger' },
    facts: [
      { name: '应激活', value: '34 条' },
      { name: '已激活', value: '28 条' },
      { name: '口径', value: '72 小时内有互动的线索 ÷ 已分配线索' },
    ],
    body: '未激活 TOP5\n1. L1031 苏州大学附属第二医院 · 周扬 · 96 小时\n2. L1027 宁波市第二医院 · 王敏 · 88 小时',
    buttons: [{ id: 'detail', label: '看明细', command: '日报明细' }],
    link: { label: '打开日报页面', url: '/reports/activation' },
  };
}

export const STUB_DECISION: NonNullable<LeadDetail['decision']> = {
  policy: 'weighted',
  playbookVersion: 3,
  candidates: [
    {
      userId: 'wang-min',
      eligible: true,
      reasons: ['在手 1 条，最空闲', '近半年成交过影像类，加 35 分'],
      scores: { idleness: 98, category: 100 },
      total: 99.2,
    },
    {
      userId: 'zhou-yang',
      eligible: true,
      reasons: ['在手 6 条', '近半年没有成交影像类'],
      scores: { idleness: 88, category: 40 },
      total: 59.2,
    },
    {
      userId: 'chen-hao',
      eligible: false,
      reasons: ['区域不符：负责华南'],
      scores: { idleness: 100, category: 60 },
      total: 0,
    },
  ],
};

export function reportMail(at: string): Mail {
  const cell = 'style="padding:6px 12px;border:1px solid #d7deea"';
  return {
    id: 'M1',
    at,
    to: 'sun.jie@example.com',
    subject: '线索激活日报：激活率 82.4%',
    text: '激活率 82.4%（28 / 34），目标 85%。\n未激活 TOP5 见附表。',
    html: `<h2 style="color:#154ba8">线索激活日报</h2><p>激活率 <b>82.4%</b>（28 / 34），目标 85%。</p>
<table><tr><th ${cell}>线索</th><th ${cell}>负责人</th><th ${cell}>小时</th></tr>
<tr><td ${cell}>L1031 苏州大学附属第二医院</td><td ${cell}>周扬</td><td ${cell}>96</td></tr></table>
<img src="x" onerror="parent.document.title='broken out'"><script>parent.document.title='broken out'</script>`,
  };
}

/** A form with every kind of question. */
export const STUB_FORM: Omit<FormView, 'submissionId'> = {
  id: 'trial-request',
  title: '设备试用申请',
  intro: '填写大约需要一分钟。提交后，负责您所在区域的工程师会尽快与您联系。',
  thanks: '已收到您的申请，我们会在 2 小时内联系您。',
  questions: [
    { field: 'company', label: '医院或单位', as: 'input', required: true },
    { field: 'contactName', label: '您的姓名', as: 'input', required: true },
    {
      field: 'phone',
      label: '联系电话',
      as: 'input',
      inputType: 'tel',
      required: true,
      hint: '手机，或带区号的座机',
    },
    {
      field: 'hospitalLevel',
      label: '医院等级',
      as: 'dropdown',
      required: false,
      options: [{ value: '三甲' }, { value: '三乙' }, { value: '二甲' }, { value: '社区' }],
    },
    {
      field: 'products',
      label: '想了解的产品',
      as: 'checkboxes',
      required: true,
      options: [
        { value: 'CT设备', implies: { categories: '影像类' } },
        { value: '超声', implies: { categories: '影像类' } },
        { value: '血球仪', implies: { categories: ['检验类'] } },
        { value: '监护仪' },
      ],
    },
    {
      field: 'categories',
      label: '采购品类',
      as: 'checkboxes',
      required: false,
      options: [{ value: '影像类' }, { value: '检验类' }, { value: '耗材类' }],
    },
    {
      field: 'budget',
      label: '预算区间',
      as: 'slider',
      required: false,
      hint: '不确定可以不选',
      options: [{ value: '50万以下' }, { value: '50–200万' }, { value: '200万以上' }],
    },
    { field: 'need', label: '具体需求', as: 'textarea', required: false },
  ],
};
