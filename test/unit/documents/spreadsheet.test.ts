import { describe, expect, it } from 'vitest';
import {
  MAX_SHEET_FILE_BYTES,
  MAX_SHEET_ROWS,
  readSheet,
  SheetError,
  type SheetRow,
  writeSheet,
} from '../../../src/documents/spreadsheet.ts';
import { row, xlsx, zip } from '../../support/xlsx-builder.ts';

const HEADERS = ['客户名称', '电话', '备注'];
const isHeader = (text: string) => ['客户名称', '联系人', '电话', '手机', '邮箱', '备注'].includes(text);

async function read(bytes: Uint8Array) {
  const sheet = await readSheet(bytes, { isHeader });
  const rows: SheetRow[] = [];
  for await (const item of sheet.rows) rows.push(item);
  return { headers: sheet.headers, headerRow: sheet.headerRow, notes: sheet.notes, rows };
}

/** Only the cells, for tables without problems. */
async function cells(bytes: Uint8Array) {
  const { rows } = await read(bytes);
  expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
  return rows.map((item) => item.cells);
}

async function failure(bytes: Uint8Array): Promise<SheetError> {
  const error = await read(bytes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SheetError);
  return error as SheetError;
}

describe('.xlsx', () => {
  it('gives rows with their numbers and only the filled cells', async () => {
    const rows = row(1, HEADERS) + row(2, ['甲公司', 13812345678, null]) + row(5, ['乙公司', null, 'x']);
    expect(await read(xlsx({ rows }))).toEqual({
      headers: HEADERS,
      headerRow: 1,
      notes: [],
      rows: [
        { row: 2, cells: { 客户名称: '甲公司', 电话: '13812345678' }, problems: [] },
        { row: 5, cells: { 客户名称: '乙公司', 备注: 'x' }, problems: [] },
      ],
    });
  });

  it.each([
    ['13812345678 as a number', '<c><v>13812345678</v></c>', '13812345678'],
    ['stored as 1.38…E10', '<c><v>1.3812345678E10</v></c>', '13812345678'],
    ['a fraction without noise', '<c><v>1.1000000000000001</v></c>', '1.1'],
    ['a small fraction', '<c><v>1E-5</v></c>', '0.00001'],
    ['percent', '<c s="5"><v>0.35</v></c>', '35%'],
    ['date', '<c s="1"><v>46082</v></c>', '2026-03-01'],
    ['Chinese built-in date', '<c s="2"><v>46082</v></c>', '2026-03-01'],
    ['年月日', '<c s="3"><v>46082</v></c>', '2026-03-01'],
    ['date and time', '<c s="4"><v>46082.625</v></c>', '2026-03-01 15:00'],
    ['seconds', '<c s="4"><v>46082.62501157</v></c>', '2026-03-01 15:00:01'],
    ['time of day', '<c s="6"><v>0.5625</v></c>', '13:30'],
    ['a number in red brackets is no date', '<c s="7"><v>46082</v></c>', '46082'],
    ['a style that does not exist', '<c s="99"><v>5</v></c>', '5'],
    ['ISO date cell', '<c t="d"><v>2026-03-01T00:00:00</v></c>', '2026-03-01'],
    ['true', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['formula with a text result', '<c t="str"><f>A1&amp;"x"</f><v>甲x</v></c>', '甲x'],
    ['formula with a number result', '<c><f>1+1</f><v>2</v></c>', '2'],
    ['formula with an empty result', '<c t="str"><f>A9</f><v></v></c>', undefined],
    ['shared rich text without its reading', '<c t="s"><v>0</v></c>', '甲公司'],
    ['empty string', '<c t="s"></c>', undefined],
    ['escaped control character', '<c t="inlineStr"><is><t>a_x000D_b</t></is></c>', 'a\nb'],
    ['hidden characters', '<c t="inlineStr"><is><t>\u200B138\u202E1234&#160;</t></is></c>', '1381234'],
    ['full width', '<c t="inlineStr"><is><t>ＡＢＣ（中国）</t></is></c>', 'ABC(中国)'],
    ['line break in a cell', '<c t="inlineStr"><is><t>一楼\n二楼</t></is></c>', '一楼\n二楼'],
    ['markup', '<c t="inlineStr"><is><t>&lt;b&gt;&amp;amp;</t></is></c>', '<b>&amp;'],
  ])('reads a cell as people see it: %s', async (_name, cell, expected) => {
    const bytes = xlsx({
      rows: row(1, HEADERS) + row(2, ['甲', null, cell]),
      sharedStrings: ['<r><t>甲</t></r><r><rPr><b/></rPr><t>公司</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>'],
      numFmts:
        '<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>' +
        '<numFmt numFmtId="177" formatCode="[$-804]yyyy/m/d\\ h:mm;@"/>' +
        '<numFmt numFmtId="178" formatCode="0.00_);[Red]\\(0.00\\)"/>',
      styles: [0, 14, 31, 176, 177, 9, 20, 178],
    });
    expect((await read(bytes)).rows[0]?.cells.备注).toBe(expected);
  });

  it('counts days from 1904 where the file does', async () => {
    const bytes = xlsx({
      rows: row(1, HEADERS) + row(2, ['甲', null, '<c s="1"><v>44620</v></c>']),
      styles: [0, 14],
      date1904: true,
    });
    expect(await cells(bytes)).toEqual([{ 客户名称: '甲', 备注: '2026-03-01' }]);
  });

  it.each([
    ['a failed formula', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', '公式出错（#DIV/0!）'],
    ['a formula never calculated', '<c t="str"><f>A9</f></c>', '公式没有结果'],
    ['a lost text', '<c t="s"><v>99</v></c>', '单元格内容丢失'],
    ['an identity number that lost its end', '<c><v>330106198001011234</v></c>', '数字超过 15 位'],
    ['a number that is none', '<c><v>abc</v></c>', '数字无法识别'],
  ])('names the problem of one cell and reads the rest: %s', async (_name, cell, message) => {
    const { rows } = await read(xlsx({ rows: row(1, HEADERS) + row(2, ['甲', cell, 'x']) }));
    expect(rows[0]).toMatchObject({
      row: 2,
      cells: { 客户名称: '甲', 备注: 'x' },
      problems: [{ header: '电话', message: expect.stringContaining(message) }],
    });
  });

  it('gives every row of a merged cell its value, but makes no rows of merged cells alone', async () => {
    const rows =
      row(1, HEADERS) +
      row(2, ['甲公司', 1, 'a']) +
      row(3, [null, 2, 'b']) +
      row(4, [null, null, null]) +
      row(5, ['乙公司', 3, null]) +
      row(6, [null, 4, 'd']);
    const afterRows =
      '<mergeCells count="4"><mergeCell ref="A5:A1048576"/><mergeCell ref="A2:A4"/><mergeCell ref="C2:C2"/><mergeCell ref="B5:C5"/></mergeCells>';
    expect(await cells(xlsx({ rows, afterRows }))).toEqual([
      { 客户名称: '甲公司', 电话: '1', 备注: 'a' },
      { 客户名称: '甲公司', 电话: '2', 备注: 'b' },
      { 客户名称: '乙公司', 电话: '3' },
      { 客户名称: '乙公司', 电话: '4', 备注: 'd' },
    ]);
  });

  it.each([
    [
      'a title and a remark',
      row(1, ['2026年第三季度展会线索']) + row(2, ['说明：请勿修改表头，带*为必填']) + row(4, HEADERS),
      4,
    ],
    ['empty rows', row(3, HEADERS), 3],
    ['group headings', row(1, ['基本信息', '联系方式']) + row(2, HEADERS), 2],
    ['figures in the title', row(1, ['合计', 128, 56]) + row(2, HEADERS), 2],
  ])('finds the header below %s', async (_name, top, headerRow) => {
    const result = await read(xlsx({ rows: top + row(9, ['甲公司', 13812345678, 'x']) }));
    expect(result).toMatchObject({ headerRow, headers: HEADERS, rows: [{ row: 9 }] });
  });

  it('finds a header of unknown words', async () => {
    const rows =
      row(1, ['Lead list 2026']) + row(2, ['厂名', '对接人', '座机号']) + row(3, ['甲', '王五', 57187065701]);
    expect(await read(xlsx({ rows }))).toMatchObject({ headerRow: 2, headers: ['厂名', '对接人', '座机号'] });
  });

  it('tells equal headers apart and mentions columns without one', async () => {
    const rows = row(1, ['客户名称', '电话', null, '电话', ' 电 话\n']) + row(2, ['甲', 1, '多余', 2, 3]);
    const result = await read(xlsx({ rows }));
    expect(result.headers).toEqual(['客户名称', '电话', '电话(2)', '电 话']);
    expect(result.rows[0]).toEqual({
      row: 2,
      cells: { 客户名称: '甲', 电话: '1', '电话(2)': '2', '电 话': '3' },
      problems: [{ header: '', message: '第 3 列没有列名，内容没有读取' }],
      loose: [{ row: 2, column: 2, letters: 'C', text: '多余' }],
    });
  });

  it('is not confused by headers that are names of object properties', async () => {
    const rows = row(1, ['__proto__', 'constructor', '电话']) + row(2, ['a', 'b', 'c']);
    const [first] = (await read(xlsx({ rows }))).rows;
    expect(Object.entries(first?.cells ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['电话', 'c'],
    ]);
  });

  it('reads the first visible sheet with content and says which others it left', async () => {
    const bytes = xlsx({
      sheetsBefore: [
        { name: '隐藏', attributes: 'state="hidden"', rows: row(1, ['秘密']) },
        { name: '空白', rows: '' },
      ],
      rows: row(1, HEADERS) + row(2, ['甲']),
    });
    expect(await read(bytes)).toMatchObject({
      notes: ['只读取了工作表“线索”，没有读取“隐藏”（隐藏）'],
      rows: [{ cells: { 客户名称: '甲' } }],
    });
  });

  it('reads what other programs write', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const withoutAddresses =
      '<row><c t="inlineStr"><is><t>客户名称</t></is></c><c t="inlineStr"><is><t>电话</t></is></c></row>' +
      '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>5</v></c></row>';
    expect(await cells(xlsx({ rows: withoutAddresses }))).toEqual([{ 客户名称: '甲', 电话: '5' }]);
    const prefixed = `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>电话</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await cells(xlsx({ rows: '', override: { 'xl/worksheets/sheet1.xml': prefixed } }))).toEqual([
      { 电话: '5' },
    ]);
    const absolute =
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>';
    const rows = row(1, HEADERS) + row(2, ['甲']);
    expect(await cells(xlsx({ rows, override: { 'xl/_rels/workbook.xml.rels': absolute } }))).toEqual([
      { 客户名称: '甲' },
    ]);
  });
});

describe('.csv', () => {
  const text = '客户名称,电话,备注\n甲公司,13812345678,"多行\n内容, 逗号"\n\n乙公司,010-62345678,""\n';
  const expected = [
    { row: 2, cells: { 客户名称: '甲公司', 电话: '13812345678', 备注: '多行\n内容, 逗号' }, problems: [] },
    { row: 4, cells: { 客户名称: '乙公司', 电话: '010-62345678' }, problems: [] },
  ];
  // 客户名称,电话\r\n甲公司,138\r\n in GBK
  const gbk = Buffer.from('bfcdbba7c3fbb3c62cb5e7bbb00d0abcd7b9abcbbe2c3133380d0a', 'hex');

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['CRLF', Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('reads %s', async (_name, bytes) => {
    const { rows } = await read(bytes);
    const plain = rows.map((item) => ({ ...item }));
    expect(plain).toEqual(expected);
  });

  it('reads GBK', async () => {
    expect(await cells(gbk)).toEqual([{ 客户名称: '甲公司', 电话: '138' }]);
  });

  it.each(['\t', ';', '，', '|'])('finds the delimiter %j', async (delimiter) => {
    const bytes = Buffer.from(
      ['客户名称,电话', '甲公司,138', '乙公司,139'].join('\n').replaceAll(',', delimiter),
    );
    expect(await cells(bytes)).toEqual([
      { 客户名称: '甲公司', 电话: '138' },
      { 客户名称: '乙公司', 电话: '139' },
    ]);
  });

  it('reads a single column and rows of unequal length', async () => {
    expect(await cells(Buffer.from('电话\n138\n139\n'))).toEqual([{ 电话: '138' }, { 电话: '139' }]);
    expect(await cells(Buffer.from('客户名称,电话\n甲\n乙,139\n'))).toEqual([
      { 客户名称: '甲' },
      { 客户名称: '乙', 电话: '139' },
    ]);
  });

  it('undoes the tricks against scientific notation and names what is lost', async () => {
    const bytes = Buffer.from(
      '客户名称,电话\n甲,"=""13812345678"""\n乙,\'13812345678\n丙,1.3812345678E+10\n丁,1.38E+10\n戊,\t13812345678\n',
    );
    const { rows } = await read(bytes);
    expect(rows.map((item) => item.cells.电话)).toEqual([
      '13812345678',
      '13812345678',
      '13812345678',
      '1.38E+10',
      '13812345678',
    ]);
    expect(rows.flatMap((item) => item.problems.map(({ message }) => [item.row, message]))).toEqual([
      [5, expect.stringContaining('科学计数法')],
    ]);
  });

  it('names the row where quotes do not match', async () => {
    const error = await failure(Buffer.from('客户名称,电话\n甲,1\n"乙,2\n丙,3\n'));
    expect(error).toMatchObject({ code: 'corrupt', row: 3 });
    expect(error.message).toContain('第 3 行');
    const long = await failure(Buffer.from(`客户名称,电话\n甲,1\n"乙,2\n${'丙,3\n'.repeat(200_000)}`));
    expect(long).toMatchObject({ code: 'corrupt', row: 3 });
  });

  it('keeps a stray quote inside a cell', async () => {
    expect(await cells(Buffer.from('客户名称,备注\n甲,5"屏\n'))).toEqual([{ 客户名称: '甲', 备注: '5"屏' }]);
  });
});

describe('reading', () => {
  it('can be left early, and never begun, without anything left behind', async () => {
    const rows =
      row(1, HEADERS) + Array.from({ length: 5000 }, (_, i) => row(i + 2, ['甲', i, 'x'])).join('');
    const csv = Buffer.from(`客户名称,电话\n${'甲,1\n'.repeat(50_000)}`);
    for (const bytes of [xlsx({ rows }), csv]) {
      for await (const item of (await readSheet(bytes)).rows) {
        if (item.row > 100) break;
      }
      await readSheet(bytes);
    }
    // An error of an abandoned stream would surface now and fail the run.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('takes text for text even when it begins like a picture', async () => {
    expect(await cells(Buffer.from('BMW型号,电话\nX5,1\n'))).toEqual([{ BMW型号: 'X5', 电话: '1' }]);
  });
});

describe('files that cannot be read', () => {
  const ole = (text: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(text, 'utf16le')]);
  const document = (part: string) => zip([{ name: part, data: '<x/>' }]);
  const plain = xlsx({ rows: row(1, HEADERS) + row(2, ['甲']) });
  const sheetXml = (content: string) => xlsx({ rows: '', override: { 'xl/worksheets/sheet1.xml': content } });

  it.each<[string, Uint8Array, string, string]>([
    ['nothing', Buffer.alloc(0), 'empty', '文件是空的'],
    ['white space', Buffer.from('\n \n\n'), 'empty', '没有内容'],
    ['too large', Buffer.alloc(MAX_SHEET_FILE_BYTES + 1, 'a'), 'too-large', '10 MB'],
    ['PDF called .xlsx', Buffer.from('%PDF-1.7\n…'), 'not-a-table', 'PDF'],
    ['photo', Buffer.from('ffd8ffe000104a464946', 'hex'), 'not-a-table', 'JPEG'],
    [
      'web page called .xls',
      Buffer.from('<html><table><tr><td>客户</td></tr></table>'),
      'not-a-table',
      '网页',
    ],
    ['XML spreadsheet', Buffer.from('\uFEFF<?xml version="1.0"?><Workbook/>'), 'not-a-table', 'XML'],
    ['binary', Buffer.from([1, 2, 3, 0, 255, 254]), 'not-a-table', '认不出'],
    ['old .xls', ole('Workbook'), 'old-excel', '旧版 .xls'],
    ['password', ole('EncryptedPackage'), 'encrypted', '密码'],
    ['Word', document('word/document.xml'), 'not-a-table', 'Word'],
    ['ODS', document('content.xml'), 'not-a-table', 'ODS'],
    ['zip of something', document('a.txt'), 'not-a-table', 'ZIP'],
    ['half a file', plain.subarray(0, plain.length - 200), 'corrupt', '已损坏'],
    [
      'sheet that breaks off',
      sheetXml(`<worksheet><sheetData>${row(1, HEADERS)}<row r="2"><c`),
      'corrupt',
      '第 2 行附近',
    ],
    [
      'no sheet',
      xlsx({ rows: '', override: { 'xl/workbook.xml': '<workbook><sheets/></workbook>' } }),
      'empty',
      '没有内容',
    ],
    ['only numbers', xlsx({ rows: row(1, [1, 2]) + row(2, [3, 4]) }), 'no-header', '表头'],
    [
      'entities',
      sheetXml(
        '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>',
      ),
      'corrupt',
      '已损坏',
    ],
  ])('%s', async (_name, bytes, code, message) => {
    const error = await failure(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it.each([
    [
      'a sheet that unpacks to 300 MB',
      { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(300_000_001, ' ') },
      'too-large',
    ],
    [
      'a text of 3 MB in one cell',
      {
        name: 'xl/worksheets/sheet1.xml',
        data: `<worksheet><sheetData><row><c t="str"><v>${'a'.repeat(3_000_000)}`,
      },
      'corrupt',
    ],
    [
      'shared strings that unpack to more than they claim',
      { name: 'xl/sharedStrings.xml', data: Buffer.alloc(50_000_000, ' '), claimedSize: 100 },
      'corrupt',
    ],
  ])('is not blown up by %s', async (_name, entry, code) => {
    expect((await failure(xlsx({ rows: row(1, HEADERS) + row(2, ['甲']), extra: [entry] }))).code).toBe(code);
  });

  it('is not blown up by many entries, one far cell or a claimed size', async () => {
    const rows = row(1, HEADERS) + row(2, ['甲']);
    const many = Array.from({ length: 6000 }, (_, index) => ({ name: `xl/x${index}.xml`, data: '' }));
    expect((await failure(xlsx({ rows, extra: many }))).code).toBe('corrupt');
    const far = await read(xlsx({ rows: `${rows}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` }));
    expect(far.rows.at(-1)).toEqual({
      row: 1_048_576,
      cells: {},
      loose: [{ row: 1_048_576, column: 256, letters: 'IW', text: '1' }],
      problems: [{ header: '', message: '第 257 列没有列名，内容没有读取' }],
    });
  });

  it('stops at too many rows', async () => {
    const lines = Array.from({ length: MAX_SHEET_ROWS + 1 }, (_, index) => `甲${index},1`);
    const error = await failure(Buffer.from(`客户名称,电话\n${lines.join('\n')}`));
    expect(error).toMatchObject({ code: 'too-many-rows', row: MAX_SHEET_ROWS + 2 });
  });
});

describe('writeSheet', () => {
  const columns = [
    { header: '客户名称', value: (item: { name: string }) => item.name },
    { header: '电话', value: () => '13812345678' },
    { header: '金额', value: () => 50.5 },
    { header: '空', value: () => undefined },
  ];

  it('writes what it reads', async () => {
    const bytes = await writeSheet(columns, [{ name: '甲公司' }, { name: '乙<&>"公司\n二行' }]);
    expect(await read(bytes)).toMatchObject({
      headers: ['客户名称', '电话', '金额', '空'],
      rows: [
        { row: 2, cells: { 客户名称: '甲公司', 电话: '13812345678', 金额: '50.5' }, problems: [] },
        { row: 3, cells: { 客户名称: '乙<&>"公司\n二行', 电话: '13812345678', 金额: '50.5' }, problems: [] },
      ],
    });
  });

  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', '\t=1+1', '＝1+1'])(
    'keeps %j text',
    async (name) => {
      const bytes = await writeSheet(columns, [{ name }]);
      expect((await cells(bytes))[0]?.客户名称).toBe(name.trim().normalize('NFKC'));
      expect(Buffer.from(bytes).includes('<f>')).toBe(false);
    },
  );

  it.each(['a/b:c*[d]?\\', '', '很长'.repeat(40)])('makes a sheet name of %j', async (name) => {
    expect(await read(await writeSheet(columns, [{ name: '甲' }], name))).toMatchObject({
      rows: [{ row: 2 }],
    });
  });

  it('writes a header for no rows at all', async () => {
    expect(await read(await writeSheet(columns, []))).toMatchObject({ headerRow: 1, rows: [] });
  });
});
