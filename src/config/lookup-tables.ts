/** The tables a playbook looks names up in: CSV files beside it, checked against what they are to fill. */
import { parse } from 'csv-parse/sync';
import { errorText } from '../core/errors.ts';
import type { LookupTables } from '../domain/playbook/fields.ts';
import { propertyShape } from '../domain/playbook/options.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import type { Report } from './checks/findings.ts';
import type { Names } from './checks/names.ts';
import type { ConfigProblem } from './problems.ts';
import { didYouMean } from './suggest.ts';
import { decodeText } from './text-source.ts';

/** The bytes of a file beside the playbook, or undefined when there is none. */
export type ReadFile = (relativePath: string) => Uint8Array | string | undefined;

const MAX_TABLE_BYTES = 10_000_000;
/** Beside the playbook or below it, never elsewhere on the machine. */
const SAFE_PATH = /^(?!.*\.\.)[\p{L}\p{N}_-][\p{L}\p{N}_./ -]*\.csv$/u;

type Lookup = Playbook['lookups'][number];

interface Row {
  line: number;
  cells: Record<string, string>;
}

/** All tables by lookup id. What is wrong goes to the report; a table with errors comes back empty. */
export function loadLookups(
  playbook: Playbook,
  names: Names,
  readFile: ReadFile | undefined,
  report: Report,
): LookupTables {
  const tables: LookupTables = {};
  for (const [i, lookup] of playbook.lookups.entries()) {
    const path = ['lookups', i];
    for (const target of Object.keys(lookup.fill)) {
      report.refer([...path, 'fill', target], '字段', target, names.properties, 'key');
    }
    const content = SAFE_PATH.test(lookup.file) ? readFile?.(lookup.file) : undefined;
    if (content === undefined) {
      const bad = !SAFE_PATH.test(lookup.file);
      const hint = bad ? '只能用打法文件旁边的 .csv 文件' : '请把它放在打法文件旁边';
      report.error([...path, 'file'], `读不到文件“${lookup.file}”`, hint);
      continue;
    }
    const table = readTable(content, lookup.file);
    if (!table.ok) report.addErrors(table.problems);
    else if (checkColumns(lookup, path, table.columns, report)) {
      checkRows(playbook, lookup, table.rows, report);
      tables[lookup.id] = table.rows.map((row) => row.cells);
    }
  }
  return tables;
}

function readTable(
  content: string | Uint8Array,
  file: string,
): { ok: true; columns: string[]; rows: Row[] } | { ok: false; problems: ConfigProblem[] } {
  const decoded = decodeText(content, file, MAX_TABLE_BYTES);
  if (!decoded.ok) return decoded;
  const refuse = (line: number, message: string) => ({
    ok: false as const,
    problems: [{ file, line, column: 1, path: '', message }],
  });
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(decoded.text, {
      info: true,
      trim: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    const line = Number((error as { lines?: unknown }).lines ?? 1);
    return refuse(line, `这一行的列数或引号不对（${errorText(error).slice(0, 100)}）`);
  }
  const [header, ...body] = records;
  const columns = header?.record ?? [];
  const repeated = columns.find((column, i) => columns.indexOf(column) < i);
  if (repeated !== undefined) return refuse(1, `列名“${repeated}”重复了`);
  if (columns.some((column) => column in {})) return refuse(1, '列名不能用保留字');
  const rows = body.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(columns.map((column, i) => [column, record[i] ?? ''])),
  }));
  return rows.length === 0 ? refuse(1, '表里没有数据') : { ok: true, columns, rows };
}

function checkColumns(lookup: Lookup, path: (string | number)[], columns: string[], report: Report): boolean {
  const needed: [string[], string][] = [
    [['nameColumn'], lookup.nameColumn],
    ...Object.entries(lookup.fill).map(([target, column]): [string[], string] => [['fill', target], column]),
  ];
  if (lookup.aliasColumn !== undefined) needed.push([['aliasColumn'], lookup.aliasColumn]);
  let complete = true;
  for (const [where, column] of needed) {
    if (columns.includes(column)) continue;
    complete = false;
    report.error([...path, ...where], `${lookup.file} 里没有“${column}”这一列`, didYouMean(column, columns));
  }
  return complete;
}

function checkRows(playbook: Playbook, lookup: Lookup, rows: readonly Row[], report: Report): void {
  const problem = (line: number, column: string, message: string, suggestion?: string): ConfigProblem => ({
    file: lookup.file,
    line,
    column: 1,
    path: column,
    message,
    suggestion,
  });
  const fills = Object.entries(lookup.fill).map(([target, column]) => ({
    column,
    label: propertyShape(playbook, target)?.label ?? target,
    options: propertyShape(playbook, target)?.options?.map((option) => option.value),
  }));
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    const name = cells[lookup.nameColumn] ?? '';
    if (name === '') report.addErrors([problem(line, lookup.nameColumn, '名称是空的')]);
    const aliases = (cells[lookup.aliasColumn ?? ''] ?? '').split(/[；;]/).map((alias) => alias.trim());
    for (const one of new Set([name, ...aliases].filter((text) => text !== ''))) {
      const before = seen.get(one);
      if (before !== undefined) {
        report.addWarnings([
          problem(line, lookup.nameColumn, `“${one}”在第 ${before} 行已经有了，查不出是哪一个`),
        ]);
      }
      seen.set(one, line);
    }
    for (const { column, label, options } of fills) {
      const value = cells[column] ?? '';
      if (value === '' || !options || options.includes(value)) continue;
      report.addErrors([problem(line, column, `“${label}”没有选项“${value}”`, didYouMean(value, options))]);
    }
  }
}
