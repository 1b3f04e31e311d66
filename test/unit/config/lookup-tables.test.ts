import { describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../../src/config/load-playbook.ts';
import { BASE, loadBase } from '../../support/playbooks.ts';

const header = '医院名称,等级,区域,别名\n';

it('rows come by column name, trimmed, empty lines left out', () => {
  const loaded = loadBase(BASE, `\ufeff${header} 市一医院 ,三甲,华东,"市一；一院"\r\n\r\n市二医院,,,\n`);
  expect(loaded).toMatchObject({
    ok: true,
    lookups: {
      hospitals: [
        { 医院名称: '市一医院', 等级: '三甲', 区域: '华东', 别名: '市一；一院' },
        { 医院名称: '市二医院', 等级: '', 区域: '', 别名: '' },
      ],
    },
  });
});

const bad: [name: string, table: string | Uint8Array, line: number, message: RegExp, suggestion?: RegExp][] =
  [
    ['empty file', '', 1, /空的/],
    ['header only', header, 1, /没有数据/],
    [
      'saved by Excel as GBK',
      Uint8Array.from([0xd2, 0xbd, 0xd4, 0xba, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a]),
      1,
      /UTF-8/,
      /另存为/,
    ],
    ['a workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]), 1, /不是文本文件/],
    ['one cell too many', `${header}市一医院,三甲,华东,,多\n`, 2, /列数/],
    ['an unclosed quote', `${header}"市一医院,三甲,华东,\n`, 2, /引号/],
    ['a column twice', '医院名称,等级,等级,区域,别名\n一,三甲,三甲,华东,\n', 1, /“等级”重复/],
    ['no name', `${header}市一医院,三甲,华东,\n,二甲,华南,\n`, 3, /名称是空的/],
    ['a level that is no option', `${header}市一医院,三家,华东,\n`, 2, /“医院等级”没有选项“三家”/, /“三甲”/],
    ['a region that is no option', `${header}市一医院,三甲,华冬,\n`, 2, /“区域”没有选项“华冬”/, /“华东”/],
    ['a hidden character', `${header}市一\u200b医院,三甲,华东,\n`, 2, /U\+200B/],
  ];

describe('a table with mistakes', () => {
  it.each(bad)('%s', (_, table, line, message, suggestion) => {
    const loaded = loadBase(BASE, table);
    if (loaded.ok) throw new Error('was accepted');
    expect(loaded.problems).toHaveLength(1);
    expect(loaded.problems[0]).toMatchObject({ file: 'hospitals.csv', line });
    expect(loaded.problems[0]?.message).toMatch(message);
    if (suggestion) expect(loaded.problems[0]?.suggestion).toMatch(suggestion);
  });

  it('an alias that two rows share is a warning: it cannot tell them apart', () => {
    const loaded = loadBase(BASE, `${header}市一医院,三甲,华东,一院\n省一医院,三甲,华东,一院\n`);
    expect(loaded).toMatchObject({ ok: true, warnings: [{ file: 'hospitals.csv', line: 3 }] });
  });

  it('a playbook with tables cannot be loaded without its folder', () => {
    const loaded = loadPlaybook(BASE, { fileName: 'base.yaml' });
    expect(loaded).toMatchObject({ ok: false, problems: [{ path: 'lookups.0.file' }] });
  });

  it.each(['/etc/passwd', '../hospitals.csv', 'a/../../b.csv', 'hospitals.txt', 'C:\\x.csv', '.csv'])(
    'the file %s is never asked for',
    (file) => {
      const asked: string[] = [];
      const readFile = (name: string) => void asked.push(name);
      const text = BASE.replace('file: hospitals.csv', `file: '${file}'`);
      expect(loadPlaybook(text, { fileName: 'base.yaml', readFile: readFile as () => undefined }).ok).toBe(
        false,
      );
      expect(asked).toEqual([]);
    },
  );
});
