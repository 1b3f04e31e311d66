/** Six layouts that are tuned on, each for the kinds of trouble it is named after. */
import { INTENTIONS, label, STYLE, value, YES_NO } from '../varied/layouts.ts';
import { type Cell, Paper } from '../varied/paper.ts';
import { chinese, marked } from '../varied/stock.ts';
import { type KindLayout, shortRange, tickKind } from './layout.ts';

const cell = (of: string, width: number): Cell => ({ of, width });

export const DEVELOPMENT: readonly KindLayout[] = [
  {
    name: 'label-and-value-in-one-cell',
    template: 'trial-feedback',
    draw(f) {
      const paper = new Paper(STYLE);
      const ticked = marked(f, YES_NO, 'typed');
      const more = f.random.pick(['（盖章）', '', '（公章）']);
      const person = f.random.pick(['', '主任', '副主任医师', '']);
      paper.title('设备试用反馈表');
      paper.table([
        [cell(`试用医院：${f.hospital}${more}`, 0.6), cell(`送试科室：${f.department}`, 0.4)],
        [cell(`样机名称：${f.device}`, 0.5), cell(`机型：${f.model}`, 0.5)],
        [cell(`试用时间：${shortRange(f.start, f.end, '至')}`, 1)],
        [label('是否推荐本院采购', 0.3), value(ticked.choice, 0.7)],
        [cell(`主要担忧：${f.concerns.join('、')}`, 1)],
        [cell(`填报人：${f.people[0]}${person}`, 0.5), cell(`陪同工程师：${f.people[1]}`, 0.5)],
      ]);
      return {
        paper,
        values: {
          hospital: [f.hospital, more ? 'more than the value' : 'in its label’s cell'],
          department: [f.department, 'other wording'],
          device: [f.device, 'other wording'],
          model: [f.model, 'in its label’s cell'],
          trialStart: [f.start, 'range'],
          trialEnd: [f.end, 'range'],
          recommendation: [ticked.said, tickKind(ticked.said)],
          concerns: [f.concerns.join('、'), 'in its label’s cell'],
          signer: [f.people[0], person ? 'more than the value' : 'other wording'],
        },
      };
    },
  },
  {
    name: 'boxes-behind',
    template: 'trial-feedback',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 12, underline: 'dots' });
      const how = f.random.pick(['typed', 'brackets', 'drawn'] as const);
      const ticked = marked(f, INTENTIONS, how);
      paper.title('医疗设备试用反馈表', 19);
      paper.line({ label: '医疗单位', of: f.hospital }, { label: '病区', of: f.department });
      paper.line(
        { label: '试用仪器', of: f.device, width: 0.6 },
        { label: '规格/型号', of: f.model, width: 0.4 },
      );
      paper.line({ label: '启用日期', of: f.write(f.start) }, { label: '截止日期', of: f.write(f.end) });
      paper.line({ label: '推荐意向', of: { ...ticked.choice, isBehind: true } });
      paper.line({ label: '顾虑事项', of: f.concerns.join('；') });
      paper.line({ label: '填写人（签名）', of: f.people[0] }, { label: '科主任签字', of: f.people[1] });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'other wording'],
          department: [f.department, 'other wording'],
          device: [f.device, 'other wording'],
          model: [f.model, 'plain'],
          trialStart: [f.start, 'other wording'],
          trialEnd: [f.end, 'other wording'],
          recommendation: [ticked.said, tickKind(ticked.said)],
          concerns: [f.concerns.join('、'), 'other wording'],
          signer: [f.people[0], 'other wording'],
        },
      };
    },
  },
  {
    name: 'label-over-value',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper({ ...STYLE, pad: 8 });
      const training = marked(f, { 需要: '需要', 不需要: '不需要' }, 'drawn');
      const over = (name: string, of: string, width: number) => cell(`${name}\n${of}`, width);
      const wanted = f.days % 7 ? `${f.days}天` : `${f.days / 7}周`;
      paper.title('设备试用确认书');
      paper.table([
        [over('医疗机构名称', f.hospital, 0.6), over('使用科室', f.department, 0.4)],
        [over('试用设备', f.device, 0.6), over('型号', f.model, 0.4)],
        [over('试用开始日期', f.write(f.start), 0.5), over('试用结束日期', f.write(f.end), 0.5)],
        [over('试用周期', wanted, 0.5), over('技术职称', f.jobTitle, 0.5)],
        [over('主责医生', f.people[0], 0.5), over('设备科联系人', f.people[1], 0.5)],
        [label('是否需要操作培训', 0.3), value(training.choice, 0.7)],
      ]);
      paper.line({ label: '签署日期', of: f.write(f.signed), width: 0.5 });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'in its label’s cell'],
          department: [f.department, 'in its label’s cell'],
          device: [f.device, 'in its label’s cell'],
          model: [f.model, 'in its label’s cell'],
          trialStart: [f.start, 'in its label’s cell'],
          trialEnd: [f.end, 'in its label’s cell'],
          trialDays: [String(f.days), f.days % 7 ? 'in its label’s cell' : 'more than the value'],
          doctor: [f.people[0], 'in its label’s cell'],
          doctorTitle: [f.jobTitle, 'in its label’s cell'],
          training: [training.said, tickKind(training.said)],
          signedOn: [f.signed, 'plain'],
        },
      };
    },
  },
  {
    name: 'letter',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper({ ...STYLE, size: 12, pitch: 1.9 });
      paper.title('临床试用确认书');
      paper.paragraph('致：〔苏州恒康医疗科技有限公司〕');
      paper.paragraph(
        `兹确认，〔${f.hospital}〕〔${f.department}〕自〔${chinese(f.start)}〕至〔${chinese(f.end)}〕试用贵公司提供的〔${f.device}〕一台，型号〔${f.model}〕，为期〔${f.days}〕天，试用期间不产生任何费用。`,
      );
      paper.paragraph(
        `试用期间由我院〔${f.people[0]}〕〔${f.jobTitle}〕负责，贵公司应派员安装调试，并在使用前完成人员培训工作。`,
      );
      paper.paragraph('试用结束后七日内设备由贵公司收回，我院不承担正常使用造成的损耗。');
      paper.space(30);
      paper.line({ label: '医院（盖章）', of: f.hospital, width: 0.7 });
      paper.line({ label: '签署日期', of: chinese(f.signed), width: 0.6 });
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
  {
    name: 'licence-columns',
    template: 'licence',
    draw(f) {
      const paper = new Paper({ ...STYLE, rules: 'across' });
      const centred = (of: string, width: number): Cell => ({ of, width, centred: true });
      const term = f.random.chance(0.3) ? `${chinese(f.from)}至长期` : shortRange(f.from, f.until, '至');
      const endless = term.endsWith('长期');
      paper.title('医疗机构执业许可证', 24);
      paper.table([
        [label('机构名称', 0.45), label('法定代表人', 0.2), label('所有制形式', 0.35)],
        [centred(f.hospital, 0.45), centred(f.people[0], 0.2), centred('全民所有制', 0.35)],
      ]);
      paper.line({ label: '地址', of: f.address });
      paper.line({
        label: '诊疗科目',
        of: '预防保健科、内科、外科、妇产科、儿科、眼科、急诊医学科、麻醉科、医学检验科',
      });
      paper.line({ label: '登记号', of: `${f.licence.slice(0, 8)} ${f.licence.slice(8)}` });
      paper.line({ label: '有效期限', of: term });
      paper.line(
        { label: '发证机关', of: `${f.issuer}（印章）` },
        { label: '发证日期', of: chinese(f.from) },
      );
      return {
        paper,
        values: {
          hospital: [f.hospital, 'column head'],
          head: [f.people[0], 'column head'],
          ownership: ['全民所有制', 'column head'],
          address: [f.address, 'plain'],
          licenceNumber: [f.licence, 'more than the value'],
          validFrom: [f.from, 'range'],
          validUntil: [endless ? null : f.until, 'range'],
          issuer: [f.issuer, 'more than the value'],
        },
      };
    },
  },
  {
    name: 'two-parties',
    template: 'trial-consent',
    draw(f) {
      const paper = new Paper(STYLE);
      const training = marked(f, { 需要: '需要', 不需要: '不需要' }, 'typed');
      const row = (a: string, b: string, c: string, d: string) => [label(a), value(b), label(c), value(d)];
      paper.title('临床试用确认书');
      paper.table([
        row('甲方（使用单位）', f.hospital, '乙方（供货单位）', '南京瑞禾医疗器械有限公司'),
        row('单位名称', f.hospital, '单位名称', '南京瑞禾医疗器械有限公司'),
        row('使用部门', f.department, '主责医师', f.people[0]),
        row('职称', f.jobTitle, '试用天数', String(f.days)),
        row('设备名称', f.device, '规格型号', f.model),
        row('起始日期', f.write(f.start), '终止日期', f.write(f.end)),
        [label('操作培训'), value(training.choice, 0.8)],
      ]);
      paper.line({ label: '甲方代表签字', of: f.people[1] }, { label: '乙方代表签字', of: f.people[2] });
      paper.line({ label: '签署日期', of: f.write(f.signed) }, { label: '签署日期', of: f.write(f.end) });
      return {
        paper,
        values: {
          hospital: [f.hospital, 'one of two alike'],
          department: [f.department, 'other wording'],
          device: [f.device, 'plain'],
          model: [f.model, 'plain'],
          trialStart: [f.start, 'other wording'],
          trialEnd: [f.end, 'other wording'],
          trialDays: [String(f.days), 'plain'],
          doctor: [f.people[0], 'other wording'],
          doctorTitle: [f.jobTitle, 'plain'],
          training: [training.said, tickKind(training.said)],
          signedOn: [null, 'one of two alike'],
        },
      };
    },
  },
];
