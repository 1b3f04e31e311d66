import { describe, expect } from 'vitest';
import { drawForm, type Form } from '../support/documents/sheet.ts';
import { type Posted, type Setup, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** What the rep does, in order: a line typed, or a paper photographed and filed. Each counts. */
type Step = string | { paper: string; form?: Form } | { by: string; says: string };

interface Way {
  playbook: string;
  lead: Posted;
  steps: Step[];
  /** Stage ids in the order they are entered. */
  stages: string[];
  /** The stage that is won. */
  end?: string;
  /** What the rep may have to do at most: lines, files, taps. */
  atMost: number;
}

const HOSPITAL = String(HANGZHOU.company);

function form(title: string, rows: Form['rows']): Form {
  return { title, layout: 'table', rows };
}

const MEDICAL: Way = {
  playbook: 'medical-devices',
  lead: HANGZHOU,
  atMost: 45,
  stages: [
    'need-confirmed',
    'demo-booked',
    'demo-done',
    'equipment-review',
    'trial-signed',
    'trial-running',
    'quotation',
    'committee-scheduled',
    'committee-approved',
    'legal-review',
    'signed',
  ],
  steps: [
    '推进 L1001',
    '推进 L1001',
    '推进 L1001',
    'L1001 演示日期改成2026-11-27',
    '推进 L1001',
    { paper: '演示截图' },
    // Two answers in one line; the last one carries out the move.
    'L1001 客户疑问清单改成接口能不能对接 是否需二次演示改成否',
    '推进 L1001',
    'L1001 决策人改成王院长 决策链改成设备科到院长 竞品信息改成迈瑞 个人采购偏好改成品牌',
    '推进 L1001',
    {
      paper: '',
      form: form('临床试用确认书', [
        [{ label: '医疗机构', value: HOSPITAL }],
        [{ label: '试用周期（天）', value: '30' }],
        [
          { label: '开始日期', value: '2026-11-24' },
          { label: '结束日期', value: '2026-12-24' },
        ],
        [
          { label: '主责医生', value: '陈伟' },
          { label: '职称', value: '主任医师' },
        ],
      ]),
    },
    '推进 L1001',
    {
      paper: '',
      form: form('设备试用反馈表', [
        [{ label: '医院名称', value: HOSPITAL }],
        [{ label: '反馈人', value: '王建国' }],
        [
          { label: '试用开始日期', value: '2026年10月8日' },
          { label: '试用结束日期', value: '2026年11月6日' },
        ],
        [
          {
            label: '推荐意愿',
            value: { options: ['强烈推荐', '推荐', '观望', '不推荐'], ticked: ['强烈推荐'] },
          },
        ],
        [{ label: '主要顾虑点', value: '售后响应慢' }],
      ]),
    },
    '推进 L1001',
    { paper: '报价单' },
    'L1001 报价金额改成80万',
    '推进 L1001',
    'L1001 院采委会议日期改成2026-12-10',
    '勾选 L1001 上会材料已提交',
    '推进 L1001',
    '推进 L1001',
    { paper: '合同草案' },
    'L1001 是否含预付款改成是 验收标准改成安装调试后连续运行30天',
    { paper: '合同' },
  ],
};

const INDUSTRIAL: Way = {
  playbook: 'industrial-equipment',
  lead: {
    company: '宁波德昌电机股份有限公司',
    contactName: '周建明',
    phone: '13812345678',
    industry: '汽车零部件',
    need: '装配线要加视觉检测',
    products: ['视觉检测系统'],
  },
  atMost: 30,
  stages: ['diagnosis', 'demo', 'quotation', 'negotiation', 'signed'],
  steps: [
    '推进 L1001',
    'L1001 采购计划改成半年内',
    '推进 L1001',
    '推进 L1001',
    { paper: '演示视频截图' },
    'L1001 客户疑问清单改成节拍够不够 是否需二次演示改成否',
    // Small: past the talk with the board.
    '推进 L1001 合同谈判',
    { paper: '报价单' },
    'L1001 报价金额改成38万',
    '推进 L1001',
    '勾选 L1001 验收标准已谈定',
    { paper: '合同草案' },
    { paper: '合同' },
    'L1001 付款方式改成三六一',
  ],
};

const CLINIC = '杭州市西湖仁康诊所';

const PHARMA: Way = {
  playbook: 'pharma-chain',
  lead: { company: CLINIC, contactName: '周建明', phone: '13812345678', need: '想看冷链' },
  end: 'settled',
  atMost: 30,
  stages: ['qualification', 'visit', 'proposal', 'contract', 'collection', 'settled'],
  steps: [
    '推进 L1001',
    // The licence opens the door by itself.
    {
      paper: '',
      form: form('医疗机构执业许可证', [
        [{ label: '机构名称', value: CLINIC }],
        [{ label: '地址', value: '杭州市上城区浣纱路261号' }],
        [{ label: '法定代表人', value: '周建明' }],
        [{ label: '登记号', value: '12345678X12345611A1234' }],
        [{ label: '有效期限', value: '自 2024年3月1日 至 2029年2月28日' }],
        [{ label: '发证机关', value: '杭州市卫生健康委员会' }],
      ]),
    },
    '推进 L1001',
    'L1001 拜访日期改成2026-11-30 采购决策人改成周所长',
    '推进 L1001',
    'L1001 是否完成GSP宣讲改成是 现有供应商改成国药',
    { paper: '拜访纪要' },
    '推进 L1001',
    'L1001 账期改成60天',
    { paper: '购销合同' },
    { by: '李强', says: '批准 L1001' },
    '推进 L1001',
    'L1001 首单金额改成3万',
    { paper: '回款凭证' },
  ],
};

async function does(world: World, step: Step, company: string, next: () => string): Promise<number> {
  const owner = world.rep('王敏');
  if (typeof step === 'string') {
    await owner.says(step);
    return 1;
  }
  if ('by' in step) {
    await world.manager(step.by).says(step.says);
    return 0;
  }
  const id = next();
  const { paper } = step;
  const drawn =
    step.form ??
    form(paper, [[{ label: '单位名称', value: company }], [{ label: '编号', value: `NO-${id}-${paper}` }]]);
  await owner.sendsFile(`${id}.pdf`, await drawForm(drawn));
  await owner.receives('document', { saying: id });
  const lines = [...(paper ? [`文件类型 ${id} ${paper}`] : []), `文件客户 ${id} L1001`, `归档 ${id}`];
  for (const line of lines) await owner.says(line);
  return 1 + lines.length;
}

async function walk(
  world: World,
  { lead: words, steps, stages, atMost, end = 'signed' }: Way,
): Promise<void> {
  const { api, clock, manager, rep } = world;
  const lead = await api.posts(words);
  if (lead.ownerId !== 'wang-min') await manager('陈国栋').says(`指派 ${lead.id} 王敏`);
  await rep('王敏').says('L1001 已电话沟通');
  let papers = 100;
  let done = 0;
  for (const step of steps) {
    // Never on a whole second.
    await clock.advance('61m');
    done += await does(world, step, String(words.company), () => `D${++papers}`);
  }
  const { moves, ...now } = await api.lead(lead);
  expect((moves as { to: string }[]).map(({ to }) => to)).toEqual(stages);
  expect(now).toMatchObject({ stage: end, status: 'won', missing: [], pending: null });
  expect(done, 'lines, files and taps of the rep').toBeLessThanOrEqual(atMost);
}

const long = (playbook: string): Setup => ({ playbook, timeoutMs: 480_000 });

describe('from first contact to signed, in the chat alone', () => {
  story('a hospital', long(MEDICAL.playbook), async (world) => walk(world, MEDICAL));
  story('a clinic', long(PHARMA.playbook), async (world) => walk(world, PHARMA));
  story('a factory', long(INDUSTRIAL.playbook), async (world) => walk(world, INDUSTRIAL));
});
