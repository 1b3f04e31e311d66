/** The six layouts that are tuned on. A layout is a form of some hospital: its wording, its lines, its places. */

import { type Cell, type Choice, Paper, type Style } from './paper.ts';
import type { FontName } from './print.ts';
import { chinese, type Facts, marked, type Truth } from './stock.ts';

export interface Layout {
  name: string;
  template: string;
  font: FontName;
  draw: (facts: Facts, byHand: boolean) => { paper: Paper; truth: Truth };
}

export const YES_NO = { 是: '推荐', 否: '不推荐', 待观察: '观望' };
export const INTENTIONS = { 强烈推荐: '强烈推荐', 推荐: '推荐', 观望: '观望', 不推荐: '不推荐' };

export const STYLE: Style = { size: 11, pitch: 1.5, pad: 7, rules: 'all', colon: '：', underline: 'line' };

export const label = (of: string, width = 0.2): Cell => ({ of, width, isLabel: true, centred: true });
export const value = (of: string | Choice, width = 0.3): Cell => ({ of, width });

export function said(f: Facts, more: Truth): Truth {
  return { hospital: f.hospital, department: f.department, device: f.device, model: f.model, ...more };
}

export const DEVELOPMENT: readonly Layout[] = [
  {
    name: 'narrow-cells',
    template: 'trial-feedback',
    font: 'sans',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, byHand });
      const ticked = marked(f, YES_NO, 'drawn');
      paper.title('设备试用反馈表');
      paper.table([
        [label('试用单位'), value(f.hospital), label('使用科室'), value(f.department)],
        [label('设备名称'), value(f.device, 0.22), label('规格/型号'), value(f.model, 0.38)],
        [label('试用起始日期'), value(f.write(f.start)), label('试用截止日期'), value(f.write(f.end))],
        [label('是否推荐采购（单选）', 0.28), value(ticked.choice, 0.72)],
        [label('主要顾虑点（至多三项）', 0.28), value(f.concerns.join('、'), 0.72)],
        [label('其他建议', 0.28), value('希望加快安装进度', 0.72)],
        [label('填表人签字'), value(f.people[0]), label('科室负责人签名'), value(f.people[1])],
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
    name: 'ruled-lines',
    template: 'trial-feedback',
    font: 'sans-medium',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 12, byHand });
      const ticked = marked(f, INTENTIONS, 'typed');
      paper.title('医疗设备试用反馈表', 19);
      paper.line({ label: '医院名称', of: f.hospital });
      paper.line({ label: '科室', of: f.department }, { label: '产品型号', of: f.model });
      paper.line({ label: '产品名称', of: f.device });
      paper.line({ label: '试用周期', of: `${f.write(f.start)} 至 ${f.write(f.end)}` });
      paper.line({ label: '推荐意愿', of: ticked.choice });
      paper.line({ label: '关键顾虑', of: f.concerns.map((c, i) => `${i + 1}.${c}`).join(' ') });
      paper.space(16);
      paper.line({ label: '填表人', of: f.people[0] }, { label: '科室负责人签名', of: '' });
      paper.line({ label: '填表日期', of: f.write(f.end), width: 0.5 });
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
    name: 'broken-labels',
    template: 'trial-consent',
    font: 'sans-medium',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, byHand });
      const training = marked(f, { 需要: '需要', 不需要: '不需要' }, 'brackets');
      const narrow = (of: string) => label(of, 0.14);
      paper.title('临床试用确认书');
      paper.table([
        [narrow('医疗机构'), value(f.hospital, 0.36), narrow('试用科室'), value(f.department, 0.36)],
        [narrow('试用设备'), value(f.device, 0.36), narrow('规格\n型号'), value(f.model, 0.36)],
        [
          narrow('试用开始\n日期'),
          value(f.write(f.start), 0.36),
          narrow('试用结束\n日期'),
          value(f.write(f.end), 0.36),
        ],
        [narrow('试用周期\n（天）'), value(String(f.days), 0.36), narrow('职称'), value(f.jobTitle, 0.36)],
        [narrow('责任医生\n姓名'), value(f.people[0], 0.36), narrow('联系方式'), value('0570-3026618', 0.36)],
        [narrow('是否需要\n操作培训'), value(training.choice, 0.86)],
      ]);
      paper.paragraph('试用期间设备由供方负责安装与维护，试用结束后三日内填写《设备试用反馈表》。');
      paper.line({ label: '签字日期', of: f.write(f.signed), width: 0.5 });
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
    name: 'sentences',
    template: 'trial-consent',
    font: 'sans',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 12, pitch: 1.9, byHand });
      paper.title('医疗设备临床试用确认书');
      paper.paragraph(`甲方（医疗机构）：〔${f.hospital}〕`);
      paper.paragraph('乙方（供应商）：〔杭州远见医疗器械有限公司〕');
      paper.paragraph(
        `为评估设备的临床适用性，经双方协商，乙方向甲方〔${f.department}〕免费提供〔${f.device}〕（型号：〔${f.model}〕）壹台供临床试用。`,
      );
      paper.paragraph(
        `一、试用期限：自〔${chinese(f.start)}〕起至〔${chinese(f.end)}〕止，共〔${f.days}〕天。`,
      );
      paper.paragraph(
        `二、甲方指定〔${f.people[0]}〕医生（职称：〔${f.jobTitle}〕）为试用主责医生，负责试用期间的使用与评价。`,
      );
      paper.paragraph(
        '三、试用期间乙方负责设备的安装、调试、维护与人员培训，甲方应按照操作规程使用设备，并妥善保管。',
      );
      paper.nextPage();
      paper.paragraph('四、试用结束后，甲方应于三个工作日内填写《设备试用反馈表》，并将设备完好归还乙方。');
      paper.paragraph('五、本确认书一式两份，甲乙双方各执一份，自双方签字盖章之日起生效。');
      paper.space(30);
      paper.line({ label: '甲方代表', of: f.people[0] }, { label: '乙方代表', of: f.people[1] });
      paper.line({ label: '签署日期', of: chinese(f.signed) }, { label: '签署日期', of: chinese(f.signed) });
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
    name: 'certificate',
    template: 'licence',
    font: 'sans',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, size: 12.5, underline: 'none', byHand });
      const cut = f.licence;
      const hyphened = f.random.chance(0.5);
      const number = hyphened ? `${cut.slice(0, 9)}-${cut.slice(9, 15)}-${cut.slice(15)}` : cut;
      paper.title('医疗机构执业许可证', 24);
      paper.line({ label: '机构名称', of: f.hospital });
      paper.line({ label: '地址', of: f.address });
      paper.line({ label: '法定代表人', of: f.people[0] }, { label: '主要负责人', of: f.people[1] });
      paper.line({
        label: '诊疗科目',
        of: '内科／外科／儿科／口腔科／急诊医学科／医学检验科／医学影像科／中医科',
      });
      paper.line({ label: '登记号', of: number });
      paper.line({ label: '有效期限', of: `自${chinese(f.from)}至${chinese(f.until)}` });
      paper.paragraph('该医疗机构经核准登记，准予执业。');
      paper.line({ label: '发证机关', of: f.issuer });
      paper.line({ label: '发证日期', of: chinese(f.from) });
      const truth = { hospital: f.hospital, address: f.address, head: f.people[0], licenceNumber: cut };
      return { paper, truth: { ...truth, validFrom: f.from, validUntil: f.until, issuer: f.issuer } };
    },
  },
  {
    name: 'column-heads',
    template: 'trial-feedback',
    font: 'sans-medium',
    draw(f, byHand) {
      const paper = new Paper({ ...STYLE, byHand });
      const ticked = marked(f, YES_NO, 'mark');
      paper.title('设备试用反馈表');
      paper.line(
        { label: '医院名称', of: f.hospital, width: 0.6 },
        { label: '科室', of: f.department, width: 0.4 },
      );
      paper.table([
        [
          label('设备名称', 0.34),
          label('规格型号', 0.18),
          label('试用开始日期', 0.24),
          label('试用结束日期', 0.24),
        ],
        [
          { ...value(f.device, 0.34), centred: true },
          { ...value(f.model, 0.18), centred: true },
          { ...value(f.write(f.start), 0.24), centred: true },
          { ...value(f.write(f.end), 0.24), centred: true },
        ],
        [label('是否推荐采购', 0.34), value(ticked.choice, 0.66)],
        [label('主要顾虑点', 0.34), value(f.concerns.join('，'), 0.66)],
      ]);
      paper.line({ label: '反馈人', of: f.people[0] }, { label: '联系电话', of: '13957012345' });
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
