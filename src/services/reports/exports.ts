import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import { type SheetColumn, writeSheet } from '../../documents/spreadsheet.ts';
import { deadlineOf } from '../../domain/clocks/clock-rules.ts';
import { type Lead, STATUS_LABELS } from '../../domain/leads/lead.ts';
import { SOURCE_LABELS } from '../../domain/leads/sources.ts';
import { toTouchFilter } from '../../domain/leads/views.ts';
import type { Colleague, Person } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Report } from '../../domain/reports/define.ts';
import { definitionOf } from '../../domain/reports/index.ts';
import type { FileStore } from '../../stores/files.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface ExportDeps {
  leads: LeadStore;
  files: FileStore;
  playbooks: Playbooks;
  directory: Directory;
}

const MAX_ROWS = 5_000;

interface SentFile {
  name: string;
  fileId: string;
}

/** Views as .xlsx files, within the scope of whoever asks. */
export class ExportService {
  private readonly deps: ExportDeps;

  constructor(deps: ExportDeps) {
    this.deps = deps;
  }

  /** "今日待触达" (B5). */
  async toTouch(scope: Scope, person: Person, now: Date): Promise<{ file: SentFile; count: number }> {
    const leads = await this.deps.leads.list(scope, toTouchFilter(now), {
      sort: { assignedAt: -1 },
      limit: MAX_ROWS,
    });
    const { playbook } = await this.deps.playbooks.current();
    const zone = playbook.calendar.timeZone;
    const bytes = await writeSheet(leadColumns(zone, await this.deps.directory.map()), leads, '今日待触达');
    const name = `今日待触达-${format(new TZDate(now, zone), 'yyyyMMdd-HHmm')}.xlsx`;
    return { file: await this.keep(name, bytes, person, now), count: leads.length };
  }

  /** Every lead behind the figures of a report, so that they can be counted again. */
  async details(report: Report, scope: Scope, person: Person, now: Date): Promise<SentFile> {
    const { details } = definitionOf(report.kind);
    const { filter, sort = {} } = details.leads(report);
    const leads = await this.deps.leads.list(scope, filter, { sort, limit: MAX_ROWS });
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const columns = details.columns(report, people, timeIn(playbook.calendar.timeZone));
    const bytes = await writeSheet(columns, leads, details.title);
    return this.keep(`${details.title}-${report.period}.xlsx`, bytes, person, now);
  }

  private async keep(name: string, bytes: Uint8Array, { _id: by }: Person, at: Date): Promise<SentFile> {
    return { name, fileId: await this.deps.files.put(bytes, { name, by, at }) };
  }
}

function timeIn(zone: string) {
  return (at: Date | undefined) => (at ? format(new TZDate(at, zone), 'yyyy-MM-dd HH:mm') : '');
}

/** A lead as a row, times in the given zone, its owner by name. */
export function leadColumns(zone: string, people: ReadonlyMap<string, Colleague>): SheetColumn<Lead>[] {
  const time = timeIn(zone);
  return [
    { header: '编号', value: (lead) => lead._id, width: 10 },
    { header: '单位', value: (lead) => lead.company, width: 28 },
    { header: '联系人', value: (lead) => lead.contactName, width: 14 },
    { header: '职务', value: (lead) => lead.title, width: 12 },
    { header: '电话', value: (lead) => lead.phone, width: 16 },
    { header: '需求', value: (lead) => lead.need, width: 30 },
    { header: '预算', value: (lead) => lead.budget, width: 12 },
    { header: '来源', value: (lead) => SOURCE_LABELS[lead.source], width: 10 },
    { header: '标签', value: (lead) => lead.tags.join('、'), width: 24 },
    { header: '状态', value: (lead) => STATUS_LABELS[lead.status], width: 10 },
    { header: '负责人', value: (lead) => people.get(lead.ownerId ?? '')?.name, width: 12 },
    { header: '分配时间', value: (lead) => time(lead.assignedAt), width: 18 },
    {
      header: '首次联系截止',
      value: (lead) => {
        const clock = lead.clocks.find(({ name }) => name === 'first-touch');
        return time(clock && deadlineOf(clock));
      },
      width: 18,
    },
  ];
}
