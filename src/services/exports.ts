import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import { type SheetColumn, writeSheet } from '../documents/spreadsheet.ts';
import { type Lead, SOURCE_LABELS, STATUS_LABELS } from '../domain/lead.ts';
import type { Person } from '../domain/person.ts';
import type { Scope } from '../domain/scope.ts';
import { toTouchFilter } from '../domain/views.ts';
import type { FileStore } from '../stores/files.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { Playbooks } from './playbooks.ts';

export interface ExportDeps {
  leads: LeadStore;
  files: FileStore;
  playbooks: Playbooks;
}

const MAX_ROWS = 5_000;

/** Views as .xlsx files, within the scope of whoever asks. */
export class ExportService {
  private readonly deps: ExportDeps;

  constructor(deps: ExportDeps) {
    this.deps = deps;
  }

  /** "今日待触达" (B5). */
  async toTouch(
    scope: Scope,
    person: Person,
    now: Date,
  ): Promise<{ file: { name: string; fileId: string }; count: number }> {
    const leads = await this.deps.leads.list(scope, toTouchFilter(person._id, now), {
      sort: { assignedAt: -1 },
      limit: MAX_ROWS,
    });
    const { playbook } = await this.deps.playbooks.current();
    const zone = playbook.calendar.timeZone;
    const bytes = await writeSheet(
      LEAD_COLUMNS,
      leads.map((lead) => rowOf(lead, zone)),
    );
    const name = `今日待触达-${format(new TZDate(now, zone), 'yyyyMMdd-HHmm')}.xlsx`;
    return {
      file: { name, fileId: await this.deps.files.put(bytes, { name, by: person._id, at: now }) },
      count: leads.length,
    };
  }
}

const LEAD_COLUMNS: SheetColumn[] = [
  { header: '编号', key: 'id', width: 10 },
  { header: '单位', key: 'company', width: 28 },
  { header: '联系人', key: 'contact', width: 14 },
  { header: '职务', key: 'title', width: 12 },
  { header: '电话', key: 'phone', width: 16 },
  { header: '需求', key: 'need', width: 30 },
  { header: '预算', key: 'budget', width: 12 },
  { header: '来源', key: 'source', width: 10 },
  { header: '标签', key: 'tags', width: 24 },
  { header: '状态', key: 'status', width: 10 },
  { header: '分配时间', key: 'assignedAt', width: 18 },
  { header: '首次跟进截止', key: 'dueAt', width: 18 },
];

function rowOf(lead: Lead, zone: string): Record<string, string> {
  const time = (at: Date | undefined) => (at ? format(new TZDate(at, zone), 'yyyy-MM-dd HH:mm') : '');
  return {
    id: lead._id,
    company: lead.company,
    contact: lead.contactName,
    title: lead.title ?? '',
    phone: lead.phone ?? '',
    need: lead.need ?? '',
    budget: lead.budget ?? '',
    source: SOURCE_LABELS[lead.source],
    tags: lead.tags.join('、'),
    status: STATUS_LABELS[lead.status],
    assignedAt: time(lead.assignedAt),
    dueAt: time(lead.clocks.find((clock) => clock.name === 'first-touch')?.dueAt),
  };
}
