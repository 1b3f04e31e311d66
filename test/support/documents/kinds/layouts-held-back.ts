/** Six layouts that are only measured. */
import { INTENTIONS, label, STYLE, value, YES_NO } from '../varied/layouts.ts';
import { type Cell, Paper } from '../varied/paper.ts';
import { marked } from '../varied/stock.ts';
import { inCharacters, type KindLayout, shortRange, tickKind } from './layout.ts';

const wide = (text: string) => [...text].join(' ');

export const HELD_BACK: readonly KindLayout[] = [
  {
    name: 'spaced-labels',
    template: 'trial-feedback',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 11.5, underline: 'dots' });
      const ticked = marked(f, INTENTIONS, 'brackets');
      const person = f.random.pick(['', '护士长', '']);
      paper.title('试用反馈表', 22);
      paper.line({ label: wide('医院名称'), of: `${f.hospital}${f.random.pick(['（全称）', ''])}` });
      paper.line({ label: wide('科室'), of: f.department }, { label: wide('型号'), of: f.model });
      paper.line({ label: wide('设备名称'), of: f.device });
      paper.line({ label: '试用期间', of: shortRange(f.start, f.end, '—') });
      paper.line({ label: '推荐意愿', of: { ...ticked.choice, isBehind: true } });
      paper.line({ label: wide('主要顾虑'), of: f.concerns.join('，') });
      paper.line({ label: '反 馈 人', of: `${f.people[0]}${person}` }, { label: '业务员', of: f.people[1] });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'more than the value'],
          department: [f.department, 'other wording'],
          device: [f.device, 'other wording'],
          model: [f.model, 'other wording'],
          trialStart: [f.start, 'range'],
          trialEnd: [f.end, 'range'],
          recommendation: [ticked.said, tickKind(ticked.said)],
          concerns: [f.concerns.join('、'), 'other wording'],
          signer: [f.people[0], person ? 'more than the value' : 'other wording'],
        },
      };
    },
  },
  {
    name: 'open-table',
    template: 'trial-feedback',
    draw(f) {
      const paper = new Paper({ ...STYLE, rules: 'none', pad: 9 });
      const ticked = marked(f, YES_NO, 'drawn');
      const narrow = (of: string): Cell => ({ ...label(of, 0.14), centred: false });
      paper.title('设备试用意见反馈表', 18);
      paper.table([
        [narrow('医院名称'), value(f.hospital, 0.3), narrow('试用科室'), value(f.department, 0.42)],
        [narrow('试用产品'), value(f.device, 0.2), narrow('型号规格'), value(f.model, 0.52)],
        [
          narrow('试用开始\n日期'),
          value(f.write(f.start), 0.36),
          narrow('试用结束\n日期'),
          value(f.write(f.end), 0.36),
        ],
        [{ ...label('是否推荐采购', 0.2), centred: false }, value(ticked.choice, 0.8)],
        [{ ...label('主要顾虑点', 0.2), centred: false }, value(f.concerns.join('、'), 0.8)],
        [narrow('填表人'), value(f.people[0], 0.36), narrow('审核人'), value(f.people[1], 0.36)],
      ]);
      return {
        paper,
        values: {
          hospital: [f.hospital, 'two lines'],
          department: [f.department, 'plain'],
          device: [f.device, 'two lines'],
          model: [f.model, 'plain'],
          trialStart: [f.start, 'broken label'],
          trialEnd: [f.end, 'broken label'],
          recommendation: [ticked.said, tickKind(ticked.said)],
          concerns: [f.concerns.join('、'), 'plain'],
          signer: [f.people[0], 'plain'],
        },
      };
    },
  },
  {
    name: 'questionnaire',
    template: 'trial-feedback',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 11 });
      const ticked = marked(f, INTENTIONS, 'typed', 2);
      paper.title('医疗设备试用反馈表', 18);
      paper.line({ label: '1、贵单位名称', of: f.hospital });
      paper.line({ label: '2、所在科室', of: f.department }, { label: '3、填表人', of: f.people[0] });
      paper.line({ label: '4、试用设备名称', of: f.device });
      paper.line({ label: '5、规格型号', of: f.model, width: 0.5 });
      paper.line({ label: '6、试用起止日期', of: `${f.write(f.start)} ~ ${f.write(f.end)}` });
      paper.line({ label: '7、您是否推荐采购', of: ticked.choice });
      paper.line({ label: '8、您的主要顾虑', of: f.concerns.map((c, i) => `(${i + 1})${c}`).join(' ') });
      paper.line({ label: '9、您希望我们改进的方面', of: '希望增加夜间值守工程师' });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'other wording'],
          department: [f.department, 'other wording'],
          device: [f.device, 'other wording'],
          model: [f.model, 'plain'],
          trialStart: [f.start, 'range'],
          trialEnd: [f.end, 'range'],
          recommendation: [ticked.said, tickKind(ticked.said)],
          concerns: [f.concerns.join('、'), 'other wording'],
          signer: [f.people[0], 'plain'],
        },
      };
    },
  },
  {
    name: 'memorandum',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 11.5, pitch: 1.8 });
      paper.title('设备试用确认书', 22);
      paper.paragraph(`甲方：〔${f.hospital}〕`);
      paper.paragraph('乙方：〔西安华盛康医疗设备有限公司〕');
      paper.paragraph(
        `甲方〔${f.department}〕因临床工作需要，拟对乙方〔${f.device}〕（规格型号：〔${f.model}〕）进行试用，双方约定如下：`,
      );
      paper.paragraph(
        `1．试用期自〔${inCharacters(f.start)}〕起，至〔${inCharacters(f.end)}〕止，合计〔${f.days}〕日。`,
      );
      paper.paragraph(
        `2．甲方由〔${f.people[0]}〕〔${f.jobTitle}〕作为主责医生组织试用，乙方由〔${f.people[1]}〕负责技术支持。`,
      );
      paper.paragraph('3．试用期内设备所有权归乙方，甲方不得转借他人；期满后由乙方在五日内取回。');
      paper.nextPage();
      paper.paragraph('4．本确认书未尽事宜由双方协商解决，经双方代表签字后生效。');
      paper.line({ label: '签订日期', of: inCharacters(f.signed), width: 0.6 });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'sentence'],
          department: [f.department, 'sentence'],
          device: [f.device, 'sentence'],
          model: [f.model, 'sentence'],
          trialStart: [f.start, 'sentence'],
          trialEnd: [f.end, 'sentence'],
          trialDays: [String(f.days), 'sentence'],
          doctor: [f.people[0], 'sentence'],
          doctorTitle: [f.jobTitle, 'sentence'],
          signedOn: [f.signed, 'other wording'],
        },
      };
    },
  },
  {
    name: 'licence-rows',
    template: 'licence',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 12, pad: 9 });
      const row = (name: string, of: string) => [
        label(name, 0.24),
        value(of, 0.3),
        label('备注', 0.16),
        value('', 0.3),
      ];
      paper.title('医疗机构执业许可证', 22);
      paper.table([
        row('机构名称', f.hospital),
        row('机构地址', f.address),
        [
          label('法定代表人', 0.24),
          value(f.people[0], 0.26),
          label('主要负责人', 0.24),
          value(f.people[1], 0.26),
        ],
        [label('登记号', 0.24), value(f.licence, 0.76)],
        [
          label('有效期自', 0.24),
          value(inCharacters(f.from), 0.26),
          label('有效期至', 0.24),
          value(inCharacters(f.until), 0.26),
        ],
        [label('发证机关', 0.24), value(f.issuer, 0.76)],
      ]);
      return {
        paper,
        values: {
          hospital: [f.hospital, 'two lines'],
          address: [f.address, 'two lines'],
          head: [f.people[0], 'plain'],
          licenceNumber: [f.licence, 'plain'],
          validFrom: [f.from, 'other wording'],
          validUntil: [f.until, 'other wording'],
          issuer: [f.issuer, 'plain'],
        },
      };
    },
  },
  {
    name: 'heads-and-two-parties',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper({ ...STYLE, pad: 8 });
      const training = marked(f, { 需要: '需要', 不需要: '不需要' }, 'brackets');
      const mid = (of: string, width: number): Cell => ({ of, width, centred: true });
      const wanted = f.days % 7 ? `${f.days}` : `${f.days / 7}个星期`;
      paper.title('临床试用确认书');
      paper.line(
        { label: '医院名称', of: f.hospital, width: 0.6 },
        { label: '试用病区', of: f.department, width: 0.4 },
      );
      paper.table([
        [label('设备名称', 0.34), label('规格型号', 0.22), label('试用周期', 0.18), label('开始日期', 0.26)],
        [mid(f.device, 0.34), mid(f.model, 0.22), mid(wanted, 0.18), mid(f.write(f.start), 0.26)],
        [
          label('医院联系人', 0.2),
          value(f.people[1], 0.3),
          label('公司联系人', 0.2),
          value(f.people[2], 0.3),
        ],
        [label('主责\n医生', 0.14), value(f.people[0], 0.36), label('职\n称', 0.14), value(f.jobTitle, 0.36)],
        [label('操作培训', 0.2), value({ ...training.choice, isBehind: true }, 0.8)],
      ]);
      paper.line(
        { label: '甲方签字日期', of: f.write(f.signed) },
        { label: '乙方签字日期', of: f.write(f.start) },
      );
      return {
        paper,
        values: {
          hospital: [f.hospital, 'plain'],
          department: [f.department, 'other wording'],
          device: [f.device, 'column head'],
          model: [f.model, 'column head'],
          trialStart: [f.start, 'column head'],
          trialDays: [String(f.days), f.days % 7 ? 'column head' : 'more than the value'],
          doctor: [f.people[0], 'broken label'],
          doctorTitle: [f.jobTitle, 'broken label'],
          training: [training.said, tickKind(training.said)],
          signedOn: [null, 'one of two alike'],
        },
      };
    },
  },
];
