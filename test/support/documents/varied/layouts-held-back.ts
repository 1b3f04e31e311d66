/** The six layouts that are only measured: other wording, other letters, other lines. */
import { INTENTIONS, type Layout, label, STYLE, said, value, YES_NO } from './layouts.ts';
import { Paper } from './paper.ts';
import { chinese, marked } from './stock.ts';

export const HELD_BACK: readonly Layout[] = [
  {
    name: 'wide-table',
    template: 'trial-feedback',
    font: 'serif',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 10.5, pad: 9, byHand });
      const ticked = marked(f, INTENTIONS, 'drawn', 2);
      paper.title('设备试用意见反馈表', 18);
      paper.table([
        [label('试用医院'), value(f.hospital), label('试用部门'), value(f.department)],
        [label('试用产品名称'), value(f.device, 0.25), label('型号规格', 0.2), value(f.model, 0.35)],
        [label('试用起止时间'), value(`${f.write(f.start)}—${f.write(f.end)}`, 0.8)],
        [label('采购推荐意愿（请勾选）', 0.3), value(ticked.choice, 0.7)],
        [label('存在的主要顾虑（最多填三项）', 0.3), value(f.concerns.join('；'), 0.7)],
        [label('填写人签名'), value(f.people[0]), label('部门负责人签字'), value('')],
        [label('填写日期'), value(f.write(f.end), 0.8)],
      ]);
      const truth = {
        trialStart: f.start,
        trialEnd: f.end,
        signer: f.people[0],
        recommendation: ticked.said,
      };
      return { paper, truth: said(f, { ...truth, concerns: f.concerns.join('、') }) };
    },
  },
  {
    name: 'dotted-blanks',
    template: 'trial-feedback',
    font: 'serif-bold',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 12, underline: 'dots', colon: ':', byHand });
      const ticked = marked(f, YES_NO, 'brackets');
      paper.title('试用反馈表');
      paper.line({ label: '使用单位名称', of: f.hospital });
      paper.line({ label: '使用科室', of: f.department }, { label: '反馈人姓名', of: f.people[0] });
      paper.line({ label: '仪器名称', of: f.device, width: 0.6 }, { label: '型号', of: f.model, width: 0.4 });
      paper.line(
        { label: '开始试用日期', of: f.write(f.start) },
        { label: '结束试用日期', of: f.write(f.end) },
      );
      paper.line({ label: '是否愿意推荐采购', of: ticked.choice });
      paper.line({ label: '主要顾虑', of: f.concerns.join('、') });
      paper.line({ label: '备注', of: '' });
      const truth = {
        trialStart: f.start,
        trialEnd: f.end,
        signer: f.people[0],
        recommendation: ticked.said,
      };
      return { paper, truth: said(f, { ...truth, concerns: f.concerns.join('、') }) };
    },
  },
  {
    name: 'top-aligned',
    template: 'trial-consent',
    font: 'sans-light',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 11.5, pad: 8, byHand });
      const training = marked(f, { 需要: '需要', 不需要: '不需要' }, 'drawn');
      const top = (of: string) => ({ ...label(of, 0.18), at: 'top' as const, centred: false });
      const said2 = (of: string, width = 0.32) => ({ ...value(of, width), at: 'top' as const });
      paper.title('设备试用确认书');
      paper.table([
        [top('医疗机构名称'), said2(f.hospital), top('申请科室'), said2(f.department)],
        [top('设备名称'), said2(f.device, 0.2), top('设备型号'), said2(f.model, 0.44)],
        [top('试用起始日'), said2(f.write(f.start)), top('试用终止日'), said2(f.write(f.end))],
        [top('试用期（天）'), said2(`${f.days}天`), top('培训需求'), value(training.choice, 0.32)],
        [top('主责医师'), said2(f.people[0]), top('技术职称'), said2(f.jobTitle)],
        [top('医院联系人'), said2(f.people[1]), top('签署时间'), said2(f.write(f.signed))],
      ]);
      const truth = {
        trialStart: f.start,
        trialEnd: f.end,
        trialDays: String(f.days),
        doctor: f.people[0],
        doctorTitle: f.jobTitle,
        training: training.said,
        signedOn: f.signed,
      };
      return { paper, truth: said(f, truth) };
    },
  },
  {
    name: 'agreement',
    template: 'trial-consent',
    font: 'serif',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 11.5, pitch: 1.8, byHand });
      paper.title('临床试用确认书', 22);
      paper.paragraph(`医疗机构（以下简称甲方）：〔${f.hospital}〕`);
      paper.paragraph('供货单位（以下简称乙方）：〔武汉同济科仪有限责任公司〕');
      paper.paragraph(
        `第一条 甲方同意在〔${f.department}〕试用乙方提供的〔${f.device}〕，规格型号为〔${f.model}〕，数量一台，试用期间不收取任何费用。`,
      );
      paper.paragraph(
        `第二条 试用时间为〔${f.days}〕天，从〔${chinese(f.start)}〕开始，到〔${chinese(f.end)}〕结束。`,
      );
      paper.paragraph(
        `第三条 本次试用由〔${f.people[0]}〕（〔${f.jobTitle}〕）担任主责医生，并对试用结果出具书面意见。`,
      );
      paper.nextPage();
      paper.paragraph('第四条 设备的运输、安装和保养由乙方承担，因设备本身质量问题造成的损失与甲方无关。');
      paper.paragraph('第五条 未尽事宜由双方另行协商，本确认书自双方签字之日起生效。');
      paper.space(24);
      paper.line({ label: '甲方（盖章）', of: '' }, { label: '乙方（盖章）', of: '' });
      paper.line({ label: '签字日期', of: chinese(f.signed), width: 0.6 });
      const truth = {
        trialStart: f.start,
        trialEnd: f.end,
        trialDays: String(f.days),
        doctor: f.people[0],
        doctorTitle: f.jobTitle,
        signedOn: f.signed,
      };
      return { paper, truth: said(f, truth) };
    },
  },
  {
    name: 'licence-table',
    template: 'licence',
    font: 'serif',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 12, pad: 9, byHand });
      const row = (name: string, of: string) => [label(name, 0.26), value(of, 0.74)];
      paper.title('医疗机构执业许可证（副本）', 20);
      paper.table([
        row('医疗机构名称', f.hospital),
        row('机构地址', f.address),
        [
          label('法定代表人', 0.26),
          value(f.people[0], 0.24),
          label('所有制形式', 0.26),
          value('全民所有制', 0.24),
        ],
        row('诊疗科目', '预防保健科、内科、外科、妇产科、眼科、急诊医学科、医学检验科、医学影像科、中医科'),
        row('登记号', f.licence),
        [label('有效期限', 0.26), value(`${f.write(f.from)} 至 ${f.write(f.until)}`, 0.74)],
        row('发证机关', f.issuer),
      ]);
      const truth = { hospital: f.hospital, address: f.address, head: f.people[0], licenceNumber: f.licence };
      const more = { ownership: '全民所有制', validFrom: f.from, validUntil: f.until, issuer: f.issuer };
      return { paper, truth: { ...truth, ...more } };
    },
  },
  {
    name: 'open-columns',
    template: 'trial-feedback',
    font: 'sans-light',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 11, rules: 'across', byHand });
      const ticked = marked(f, YES_NO, 'typed');
      paper.title('设备试用反馈表', 22);
      paper.table([
        [label('试用单位', 0.46), label('试用科室', 0.27), label('反馈人', 0.27)],
        [
          { ...value(f.hospital, 0.46), centred: true },
          { ...value(f.department, 0.27), centred: true },
          { ...value(f.people[0], 0.27), centred: true },
        ],
        [label('试用设备', 0.46), label('型号', 0.27), label('试用开始', 0.27)],
        [
          { ...value(f.device, 0.46), centred: true },
          { ...value(f.model, 0.27), centred: true },
          { ...value(f.write(f.start), 0.27), centred: true },
        ],
      ]);
      paper.line({ label: '试用结束', of: f.write(f.end), width: 0.5 });
      paper.line({ label: '是否推荐', of: ticked.choice });
      paper.line({ label: '关键顾虑点', of: f.concerns.join('、') });
      const truth = {
        trialStart: f.start,
        trialEnd: f.end,
        signer: f.people[0],
        recommendation: ticked.said,
      };
      return { paper, truth: said(f, { ...truth, concerns: f.concerns.join('、') }) };
    },
  },
];
