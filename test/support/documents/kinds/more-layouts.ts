/** Two more layouts that are tuned on, for the kinds the first ones showed too little of. */
import { STYLE, value } from '../varied/layouts.ts';
import { type Cell, Paper } from '../varied/paper.ts';
import { chinese, marked } from '../varied/stock.ts';
import { inCharacters, type KindLayout, shortRange, tickKind } from './layout.ts';

const left = (of: string, width: number): Cell => ({ of, width, isLabel: true });

export const MORE: readonly KindLayout[] = [
  {
    name: 'no-rules',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 11.5, rules: 'none', pad: 9 });
      const training = marked(f, { 需要: '需要', 不需要: '不需要' }, 'typed');
      paper.title('设 备 试 用 确 认 书');
      paper.table([
        [
          left('医疗机构名称', 0.2),
          value(f.hospital, 0.24),
          left('使用科室', 0.16),
          value(f.department, 0.4),
        ],
        [left('试用设备', 0.14), value(f.device, 0.22), left('规格型号', 0.14), value(f.model, 0.5)],
        [
          left('试用起始\n时间', 0.14),
          value(f.write(f.start), 0.36),
          left('试用终止\n时间', 0.14),
          value(f.write(f.end), 0.36),
        ],
        [
          left('试用天数', 0.14),
          value(String(f.days), 0.36),
          left('主责医生\n姓名', 0.14),
          value(f.people[0], 0.36),
        ],
        [left('是否需要培训', 0.24), value({ ...training.choice, isBehind: true }, 0.76)],
      ]);
      paper.line({ label: '签 署 日 期', of: inCharacters(f.signed), width: 0.6 });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'two lines'],
          department: [f.department, 'other wording'],
          device: [f.device, 'two lines'],
          model: [f.model, 'plain'],
          trialStart: [f.start, 'broken label'],
          trialEnd: [f.end, 'broken label'],
          trialDays: [String(f.days), 'plain'],
          doctor: [f.people[0], 'broken label'],
          training: [training.said, tickKind(training.said)],
          signedOn: [f.signed, 'other wording'],
        },
      };
    },
  },
  {
    name: 'minutes',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 12, pitch: 1.8 });
      paper.title('医疗设备临床试用确认书');
      paper.paragraph(`试用单位：〔${f.hospital}〕（以下称甲方）`);
      paper.paragraph('提供单位：〔成都锦睿医疗科技有限公司〕（以下称乙方）');
      paper.paragraph(
        `经甲乙双方协商一致，乙方将〔${f.device}〕（规格型号〔${f.model}〕）一台送至甲方〔${f.department}〕试用，试用时间〔${shortRange(f.start, f.end, '至')}〕，共计〔${f.days}〕天。`,
      );
      paper.paragraph(
        `甲方安排〔${f.people[0]}〕（〔${f.jobTitle}〕）全程负责试用及评价工作，乙方安排〔${f.people[1]}〕提供现场技术支持。`,
      );
      paper.paragraph('试用期间如因设备故障影响使用，试用期相应顺延，双方互不承担费用。');
      paper.line({ label: '甲方（签章）', of: '' }, { label: '乙方（签章）', of: '' });
      paper.line({ label: '签字日期', of: chinese(f.signed), width: 0.6 });
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
          signedOn: [f.signed, 'plain'],
        },
      };
    },
  },
];
