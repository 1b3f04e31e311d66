import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { row, xlsx } from '../../support/xlsx-builder.ts';

const ROWS = 50_000;
const run = promisify(execFile);
const reader = fileURLToPath(new URL('../../support/read-sheet-process.ts', import.meta.url));

describe('50,000 rows', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'genjin-sheet-'));
    const headers = ['客户名称', '联系人', '职务', '手机', '来源', '地区', '产品', '预算', '需求', '日期'];
    const line = (index: number) => [
      `杭州第${index}号科技有限公司`,
      `王${index}`,
      '采购经理',
      13_800_000_000 + index,
      '展会',
      '浙江省杭州市',
      'CT设备',
      index,
      `想了解第 ${index} 款产品的报价，请联系`,
      46_000 + (index % 300),
    ];
    const lines = Array.from({ length: ROWS }, (_, index) => line(index));
    const rows = row(1, headers) + lines.map((values, index) => row(index + 2, values)).join('');
    writeFileSync(join(folder, 'big.xlsx'), xlsx({ rows }));
    writeFileSync(join(folder, 'big.csv'), [headers, ...lines].map((values) => values.join(',')).join('\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // A fresh process with a small heap: memory and pauses of the reader alone, whatever else runs in this one.
  it.each(['big.xlsx', 'big.csv'])(
    'of %s are read in a small heap without holding up the process',
    async (name) => {
      const args = ['--max-old-space-size=64', '--import', 'tsx', reader, join(folder, name)];
      const { stdout } = await run(process.execPath, args);
      const result = JSON.parse(stdout) as {
        rows: number;
        last: unknown;
        mostRowsInTurn: number;
        rssMb: number;
      };
      expect(result.rows).toBe(ROWS);
      expect(result.last).toMatchObject({ row: ROWS + 1, problems: [] });
      expect(result.rssMb).toBeLessThan(300);
      // Counted rather than timed, since other work on the machine is a pause too: some rows, then others' turn.
      expect(result.mostRowsInTurn).toBeLessThan(2000);
    },
  );
});
