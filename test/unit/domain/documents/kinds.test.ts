import { describe, expect, it } from 'vitest';
import { extractFields } from '../../../../src/domain/documents/extract.ts';
import type { Glyph, PageReading } from '../../../../src/domain/documents/page.ts';
import { understandDocument } from '../../../../src/domain/documents/read-document.ts';
import type { DocumentTemplate } from '../../../../src/domain/documents/template.ts';
import { pageOf } from '../../../support/documents/page.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { documents } = examplePlaybook('medical-devices').playbook;
const TITLE = '　　　　设备试用反馈表';
const EM = 30;

function fields(page: PageReading) {
  const { fields: read } = understandDocument([page], documents);
  return Object.fromEntries(read.map((field) => [field.field, field]));
}

/** A table: every cell is 300 wide and 120 high, its lines in the middle. */
function table(...rows: string[][]): PageReading {
  const glyphs: Glyph[] = [...pageOf([TITLE]).glyphs];
  const cells = rows.flatMap((row, r) =>
    row.map((text, c) => {
      const cell = { x0: 100 + c * 300, x1: 398 + c * 300, y0: 100 + r * 120, y1: 218 + r * 120 };
      const lines = text.split('\n');
      for (const [n, line] of lines.entries()) {
        const y0 = cell.y0 + 60 - (lines.length * 40) / 2 + n * 40;
        for (const [i, c1] of [...line].entries()) {
          const at = { x0: cell.x0 + 20 + i * EM, x1: cell.x0 + 48 + i * EM, y0, y1: y0 + EM };
          if (c1.trim()) glyphs.push({ c: c1, confidence: 0.99, ...at });
        }
      }
      return cell;
    }),
  );
  return { ...pageOf([TITLE]), glyphs, second: glyphs, cells };
}

/** A page with a text layer: boxes are characters. */
function typed(lines: readonly string[]): PageReading {
  const page = pageOf(lines.map((line) => line.replace(/[☑√]/g, '■')));
  const glyphs = page.glyphs
    .filter(({ c }) => c !== '口')
    .map((glyph) => ({ ...glyph, c: glyph.c.normalize('NFKC'), confidence: 1 }));
  return { ...page, source: 'text-layer', glyphs, second: [] };
}

describe('a value', () => {
  it.each([
    ['超声医学科 二病区', '超声医学科二病区'],
    ['便携式 彩超', '便携式彩超'],
  ])('with a space in it stays whole: %s', (written, value) => {
    const { department } = fields(pageOf([TITLE, `试用科室:${written}`]));
    expect(department?.value.replace(/\s/g, '')).toBe(value);
  });

  it.each([
    ['ˇ“售后响应、预算不足', '售后响应、预算不足'],
    ['1.图像噪点多 2.体积较大', '图像噪点多、体积较大'],
  ])('keeps the first concern of %s', (written, value) => {
    expect(fields(pageOf([TITLE, `主要顾虑点:${written}`])).concerns?.value).toBe(value);
  });

  it('is never the tail of its own label, nor another label', () => {
    const { signer } = fields(pageOf([TITLE, '填表人签字:      填表日期:2026-03-05']));
    expect(signer).toMatchObject({ value: '', sure: false });
    expect(fields(pageOf([TITLE, '填表人签字:王建国'])).signer?.value).toBe('王建国');
  });

  it('of two lines is joined, wherever its label stands', () => {
    const page = table(['设备名称', '便携式彩色\n多普勒诊断仪', '规格型号', 'KL-9']);
    expect(fields(page).device).toMatchObject({ value: '便携式彩色多普勒诊断仪', sure: true });
  });

  it('behind a label that is broken over two lines is found', () => {
    const read = fields(table(['试用开始\n日期', '2026-3-5', '试用结束\n日期', '2026-3-25']));
    expect([read.trialStart?.value, read.trialEnd?.value]).toEqual(['2026-03-05', '2026-03-25']);
  });

  it('under the head of its column is found', () => {
    const read = fields(table(['设备名称', '规格型号'], ['输液泵', 'SP-720']));
    expect([read.device?.value, read.model?.value]).toEqual(['输液泵', 'SP-720']);
  });

  it('under a label that means the same is found', () => {
    const read = fields(
      pageOf([
        TITLE,
        '使用部门:检验科',
        '试用周期:2026-03-05 至 2026-03-25',
        '主要顾虑（至多三项）:价格偏高',
      ]),
    );
    expect([read.department, read.trialStart, read.trialEnd, read.concerns].map((one) => one?.value)).toEqual(
      ['检验科', '2026-03-05', '2026-03-25', '价格偏高'],
    );
  });

  it('of a licence: its number with hyphens, both ends of its term', () => {
    const lines = [
      '医疗机构执业许可证',
      '登记号:46625258-X271858-31A577012',
      '有效期限:2023-08-08 至 2028-08-06',
    ];
    const read = fields(pageOf(lines));
    expect(read.licenceNumber?.value).toBe('46625258X27185831A577012'.slice(0, 22));
    expect([read.validFrom?.value, read.validUntil?.value]).toEqual(['2023-08-08', '2028-08-06']);
  });
});

describe('ticks', () => {
  const asked = (line: string) => fields(pageOf([TITLE, line])).recommendation;

  it('an option that was misread still owns its box', () => {
    expect(asked('是否推荐采购  □是 □否 ■佳观察')).toMatchObject({ value: '观望', sure: true });
    expect(asked('是否推荐采购  ■是 □否 ■佳观察')).toMatchObject({ sure: false });
  });

  it('a text layer without boxes is not sure of a choice', () => {
    const page = { ...pageOf([TITLE, '是否推荐采购:是 否 待观察']), source: 'text-layer' as const };
    expect(fields(page).recommendation).toMatchObject({ value: '', sure: false });
  });

  it('fewer boxes than the form must have are asked', () => {
    expect(asked('是否推荐采购  ■是 □否')).toMatchObject({ sure: false });
  });
});

it.each([
  ['□是 ☑否 □待观察', '不推荐'],
  ['是□ 否☑ 待观察□', '不推荐'],
  ['是☑ 否□ 待观察□', '推荐'],
  ['是（  ） 否（√） 待观察（  ）', '不推荐'],
  ['（  ）是 （√）否 （  ）待观察', '不推荐'],
])('boxes stand before or behind their options: %s', (line, value) => {
  expect(fields(typed([TITLE, `是否推荐采购: ${line}`])).recommendation).toMatchObject({ value, sure: true });
});

it.each([
  '□是 ☑否 □待观察 □',
  '是 ☑否 □待观察',
  '是□ 否□ 待观察☑ 其他说明',
  '☑是 ☑否 □待观察',
  '□是 □否 □待观察',
  '是 否 待观察',
  '√是 否 待观察',
])('a mark nobody can tell is asked: %s', (line) => {
  expect(fields(typed([TITLE, `是否推荐采购: ${line}`])).recommendation).toMatchObject({ sure: false });
});

describe('what stands beside a value', () => {
  const one = (line: string) => fields(typed([TITLE, line]));

  it.each([
    ['医院名称:丽水市中心医院（盖章）', 'hospital', '丽水市中心医院'],
    ['医院名称:丽水市中心医院（东院区）', 'hospital', '丽水市中心医院(东院区)'],
    ['反馈人:武颖副主任医师', 'signer', '武颖'],
    ['反馈人:武东升护士长', 'signer', '武东升'],
    ['规格型号:ES-400/B', 'model', 'ES-400/B'],
    ['规格型号:T60+', 'model', 'T60+'],
    ['试用时间:2026年3月5日至4月2日', 'trialEnd', '2026-04-02'],
    ['试用时间:2026年3月5日至25日', 'trialEnd', '2026-03-25'],
    ['试用时间:2026年12月20日至1月10日', 'trialEnd', '2027-01-10'],
    ['试用开始日期:二〇二六年三月二十五日', 'trialStart', '2026-03-25'],
    ['3、您所在科室:检验科', 'department', '检验科'],
  ])('is none of it: %s', (line, field, value) => {
    expect(one(line)[field]).toMatchObject({ value, sure: true });
  });

  it.each([
    ['反馈人:王建国、李敏', 'signer'],
    ['反馈人:钟院长', 'signer'],
    ['试用科室:见附件', 'department'],
    ['试用科室:同上', 'department'],
    ['规格型号:MX-P50豪华型', 'model'],
  ])('makes it a question: %s', (line, field) => {
    expect(one(line)[field]).toMatchObject({ sure: false });
  });

  it.each([
    ['试用周期:4周', '28'],
    ['试用周期:三十天', '30'],
    ['试用周期:30天', '30'],
    ['试用周期:1个月', ''],
    ['试用周期:2年', ''],
  ])('counts days: %s', (line, value) => {
    expect(fields(typed(['　　　　临床试用确认书', line])).trialDays?.value).toBe(value);
  });

  it.each([
    ['有效期限:2023年5月3日至长期', '2023-05-03', ''],
    ['有效期限:至2028年5月3日', '', '2028-05-03'],
    ['有效期至:2028年5月3日', '', '2028-05-03'],
  ])('one day of a term is one end of it: %s', (line, from, until) => {
    const read = fields(typed(['医疗机构执业许可证', line]));
    expect([read.validFrom?.value, read.validUntil?.value]).toEqual([from, until]);
  });
});

it('two places of one label that say different things are asked', () => {
  const lines = ['　　　　临床试用确认书', '签署日期:2026-03-01      签署日期:2026-04-02'];
  expect(fields(typed(lines)).signedOn).toMatchObject({ sure: false });
  const same = ['　　　　临床试用确认书', '签署日期:2026-03-01      签署日期:2026-03-01'];
  expect(fields(typed(same)).signedOn).toMatchObject({ value: '2026-03-01', sure: true });
});

it('two forms in one file are not mixed', () => {
  const form = (name: string) => typed([TITLE, `医院名称:${name}`]);
  const { fields: read } = understandDocument([form('丽水市中心医院'), form('铜陵市立医院')], documents);
  expect(read.find(({ field }) => field === 'hospital')).toMatchObject({ sure: false });
});

it('a value under its label in one cell is read', () => {
  const read = fields(
    table(['医院名称\n丽水市中心医院', '使用科室\n检验科'], ['机型\nKL-9', '填表人\n武颖']),
  );
  expect(['hospital', 'department', 'model', 'signer'].map((id) => read[id]?.value)).toEqual([
    '丽水市中心医院',
    '检验科',
    'KL-9',
    '武颖',
  ]);
});

it('values within sentences are read around their anchors', () => {
  const page = pageOf([
    '　　　　临床试用确认书',
    '经双方协商,乙方向甲方骨科免费提供输液泵(型号:SP-720)壹台供临床试用。',
    '一、试用期限:自2026年3月5日起至2026年3月26日止,共21天,不收取任何费用。',
    '二、甲方指定陈志远医生(职称:副主任医师)为试用主责医生,负责试用评价。',
  ]);
  const read = fields(page);
  const found = [
    'department',
    'device',
    'model',
    'trialStart',
    'trialEnd',
    'trialDays',
    'doctor',
    'doctorTitle',
  ];
  expect(found.map((id) => read[id]?.value)).toEqual([
    '骨科',
    '输液泵',
    'SP-720',
    '2026-03-05',
    '2026-03-26',
    '21',
    '陈志远',
    '副主任医师',
  ]);
});

it('a label the template lacks is told', () => {
  const { others } = understandDocument([pageOf([TITLE, '医院名称:市一医院', '维修电话:12345'])], documents);
  expect(others).toEqual(['维修电话']);
  expect(extractFields([pageOf([TITLE])], documents[0] as DocumentTemplate)[0]).toMatchObject({
    shown: false,
  });
});
