import { writeFile } from 'node:fs/promises';
import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import { GenjinError } from '../core/errors.ts';
import { randomId } from '../core/ids.ts';
import { type SheetColumn, writeSheet } from '../documents/spreadsheet.ts';
import type { DocumentValue, SentDocument } from '../domain/documents/document.ts';
import { toTouchFilter } from '../domain/leads/views.ts';
import { EVERYTHING } from '../domain/people/scope.ts';
import { leadColumns } from '../services/reports/exports.ts';
import type { AuditEntry } from '../stores/audit.ts';
import { author, type Run, type Workspace, withWorkspace } from './context.ts';
import type { SheetName } from './words.ts';

export interface ExportOptions {
  what: SheetName;
  /** Where to; a name with the time in the current folder when absent. */
  out?: string;
  /** `today` only: whose view, by id or name. */
  user?: string;
}

/** A spreadsheet of more is of no use to anybody; `db export` takes everything. */
const MAX_ROWS = 100_000;

interface Table {
  title: string;
  rows: number;
  bytes: Buffer;
}

/** `genjin export leads|today|audit`: a view as .xlsx. Who took it is noted in the audit log. */
export const exportSheet: Run<ExportOptions> = async (context, options) =>
  withWorkspace(context, async (workspace) => {
    const now = workspace.clock.now();
    const zone = (await workspace.playbooks.current()).playbook.calendar.timeZone;
    const { title, rows, bytes } = await TABLES[options.what](workspace, options, zone);
    const file = options.out ?? `${title}-${format(new TZDate(now, zone), 'yyyyMMdd-HHmm')}.xlsx`;
    await writeFile(file, bytes, { mode: 0o600 });
    await workspace.stores.audit.append({
      _id: randomId('x'),
      at: now,
      by: author(),
      kind: `export.${options.what}`,
      text: `导出${title} ${rows} 行`,
    });
    context.terminal.out(`${title} ${rows} 行，已保存到 ${file}`);
    if (rows === MAX_ROWS) context.terminal.err(`! 只导出了最近的 ${MAX_ROWS} 行；全部数据请用 db export`);
    return 0;
  });

const TABLES: Record<
  SheetName,
  (workspace: Workspace, options: ExportOptions, zone: string) => Promise<Table>
> = {
  leads: async ({ stores }, _options, zone) => {
    const rows = await stores.leads.list(EVERYTHING, {}, { sort: { createdAt: -1 }, limit: MAX_ROWS });
    return table('线索', leadColumns(zone, await peopleOf(stores)), rows);
  },
  today: async ({ stores, clock }, options, zone) => {
    const person = await onePerson(stores, options.user);
    const rows = await stores.leads.list(
      EVERYTHING,
      { ...toTouchFilter(clock.now()), ownerId: person._id },
      {
        sort: { assignedAt: -1 },
        limit: MAX_ROWS,
      },
    );
    return table(`今日待触达-${person.name}`, leadColumns(zone, await peopleOf(stores)), rows);
  },
  audit: async ({ stores }, _options, zone) =>
    table('审计', auditColumns(zone), await stores.audit.list({}, MAX_ROWS)),
  corrections: async ({ stores }) => {
    const documents = await stores.documents.list({ 'values.read': { $exists: true } }, MAX_ROWS);
    const rows = documents.flatMap((document) =>
      document.values.flatMap((value) => (value.read ? [{ document, value, read: value.read }] : [])),
    );
    return table('识别更正', correctionColumns(), rows);
  },
};

async function table<Row>(title: string, columns: SheetColumn<Row>[], rows: Row[]): Promise<Table> {
  return { title, rows: rows.length, bytes: await writeSheet(columns, rows, title) };
}

async function peopleOf({ people }: Workspace['stores']) {
  return new Map((await people.all()).map((person) => [person._id, person]));
}

async function onePerson({ people }: Workspace['stores'], wanted: string | undefined) {
  if (!wanted) {
    throw new GenjinError('invalid', 'No person given', { userText: '请用 --user 说明是谁的今日待触达' });
  }
  const [only, ...others] = (await people.all()).filter((p) => p._id === wanted || p.name === wanted);
  if (only && others.length === 0) return only;
  throw new GenjinError('invalid', `${wanted} is not one person`, {
    userText: only ? `有多位“${wanted}”，请写工号` : `没有叫“${wanted}”的同事`,
  });
}

interface Correction {
  document: SentDocument;
  value: DocumentValue;
  read: NonNullable<DocumentValue['read']>;
}

/** Labelled cases for measuring and mending templates (D1): what was read, and what it should have been. */
function correctionColumns(): SheetColumn<Correction>[] {
  return [
    { header: '文件', value: ({ document }) => document._id, width: 10 },
    { header: '类型', value: ({ document }) => document.label, width: 22 },
    { header: '项目', value: ({ value }) => value.field, width: 18 },
    { header: '读作', value: ({ read }) => read.value, width: 30 },
    { header: '应为', value: ({ value }) => value.value, width: 30 },
    { header: '把握', value: ({ read }) => Math.round(read.confidence * 100) / 100, width: 8 },
    { header: '谁', value: ({ read }) => read.by, width: 18 },
    { header: '页', value: ({ value }) => value.page, width: 6 },
    { header: '原件', value: ({ document }) => document.fileId, width: 28 },
    { header: '校验和', value: ({ document }) => document.checksum, width: 66 },
  ];
}

function auditColumns(zone: string): SheetColumn<AuditEntry>[] {
  const json = (value: unknown) => (value ? JSON.stringify(value) : undefined);
  return [
    { header: '时间', value: ({ at }) => format(new TZDate(at, zone), 'yyyy-MM-dd HH:mm:ss'), width: 20 },
    { header: '谁', value: ({ by }) => by, width: 18 },
    { header: '事项', value: ({ kind }) => kind, width: 22 },
    { header: '说明', value: ({ text }) => text, width: 50 },
    // What an entry does not have is stored as null.
    { header: '线索', value: ({ leadId }) => leadId ?? undefined, width: 10 },
    { header: '客户', value: ({ customerId }) => customerId ?? undefined, width: 10 },
    { header: '来自', value: ({ via }) => via ?? undefined, width: 24 },
    { header: '之前', value: ({ before }) => json(before), width: 30 },
    { header: '之后', value: ({ after }) => json(after), width: 30 },
  ];
}
