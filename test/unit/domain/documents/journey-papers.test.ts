import { describe, expect, it } from 'vitest';
import {
  documentTypes,
  paperLabel,
  paperTitled,
  partyOn,
} from '../../../../src/domain/documents/journey-papers.ts';
import type { PageReading } from '../../../../src/domain/documents/page.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');

/** A page with these rows. */
function page(...rows: string[]): PageReading[] {
  const glyphs = rows.flatMap((row, y) =>
    [...row].map((c, x) => ({ c, confidence: 1, x0: x * 20, x1: x * 20 + 18, y0: y * 60, y1: y * 60 + 20 })),
  );
  return [{ width: 900, height: 1200, source: 'text-layer', glyphs, second: [], ticks: [] }];
}

describe('papers the journey asks for', () => {
  it.each([
    ['彩超设备报价单', '报价单'],
    ['医疗设备采购合同（草案）', '合同草案'],
    ['医疗设备采购合同', '合同'],
    ['报 价 单', '报价单'],
    ['关于合同的会议记录', undefined],
  ])('%s', (title, name) => {
    expect(paperTitled(page(title, '编号：2026-11'), 'IMG_20261123.jpg', playbook)).toBe(name);
  });

  it('goes by the name of the file where no title says it', () => {
    expect(paperTitled(page('尊敬的客户'), '德清合同草案-盖章.pdf', playbook)).toBe('合同草案');
    expect(paperTitled(page('尊敬的客户'), 'scan.pdf', playbook)).toBeUndefined();
  });

  it('is what was asked for where its title says no more', () => {
    expect(paperLabel('合同', '合同草案')).toBe('合同草案');
    expect(paperLabel('报价单', '演示截图')).toBe('报价单');
    expect(paperLabel(undefined, '演示截图')).toBe('演示截图');
  });

  it('offers every type the journey and the playbook know, each once', () => {
    const types = documentTypes(playbook);
    expect(types).toEqual(
      expect.arrayContaining([
        '演示截图',
        '报价单',
        '合同草案',
        '合同',
        '设备试用反馈表',
        '临床试用确认书',
        '医疗机构执业许可证',
      ]),
    );
    expect(new Set(types).size).toBe(types.length);
  });

  it('names its customer', () => {
    expect(partyOn(page('合同', '甲方（采购方）：德清县人民医院'))).toBe('德清县人民医院');
    expect(partyOn(page('报价单', '致：慈溪市中医医院'))).toBe('慈溪市中医医院');
    expect(partyOn(page('报价单', '客户都满意'))).toBeUndefined();
  });
});
