import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import type { Lead } from '../src/domain/leads/lead.ts';
import { SOURCE_LABELS } from '../src/domain/leads/sources.ts';
import type { Playbook } from '../src/domain/playbook/playbook.ts';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];

/** `今天 15:00`; `11月24日(周二) 15:00` of another day, with the year when it is another one. */
export function formatWhen(at: Date, now: Date, timeZone: string): string {
  const local = new TZDate(at, timeZone);
  if (format(local, 'yyyyMMdd') === format(new TZDate(now, timeZone), 'yyyyMMdd')) {
    return `今天 ${format(local, 'HH:mm')}`;
  }
  const year =
    local.getFullYear() === new TZDate(now, timeZone).getFullYear() ? '' : `${local.getFullYear()}年`;
  return `${year}${format(local, 'M月d日')}(周${WEEKDAYS[local.getDay()]}) ${format(local, 'HH:mm')}`;
}

/** `11月24日(周二)` of a `YYYY-MM-DD` key. */
export function formatDay(day: string): string {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number);
  return `${m}月${d}日(周${WEEKDAYS[new Date(Date.UTC(y, m - 1, d)).getUTCDay()]})`;
}

/** Wall time passed, in the two largest units: `2小时5分`, `3天4小时`. */
export function formatSpan(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days) return hours ? `${days}天${hours}小时` : `${days}天`;
  if (hours) return minutes % 60 ? `${hours}小时${minutes % 60}分` : `${hours}小时`;
  return `${minutes}分钟`;
}

/** Working time passed, in hours: a working day is no round number of them. `工作时间 10小时30分`. */
export function formatWorkingSpan(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  return `工作时间 ${[hours && `${hours}小时`, (minutes % 60 || !hours) && `${minutes % 60}分${hours ? '' : '钟'}`].filter(Boolean).join('')}`;
}

/** `50万元`, `3.5万元`, `8,600元` from integer 分. */
export function formatMoney(fen: number): string {
  const yuan = fen / 100;
  if (yuan >= 100_000_000) return `${trim(yuan / 100_000_000)}亿元`;
  if (yuan >= 10_000) return `${trim(yuan / 10_000)}万元`;
  return `${yuan.toLocaleString('en-US', { maximumFractionDigits: 2 })}元`;
}

export function formatMoneyRange(min: number, max: number): string {
  return min === max ? formatMoney(min) : `${formatMoney(min)}–${formatMoney(max)}`;
}

/** `75%`, `–` when there is nothing to divide by. */
export function formatShare(share: number | undefined): string {
  return share === undefined ? '–' : `${Math.round(share * 1000) / 10}%`;
}

/** `王主任（设备科）`; never empty. */
export function contactOf(lead: Pick<Lead, 'contactName' | 'title'>): string {
  if (lead.contactName && lead.title) return `${lead.contactName}（${lead.title}）`;
  return lead.contactName || lead.title || '联系人待补充';
}

export function companyOf(lead: Pick<Lead, 'company' | 'contactName'>): string {
  return lead.company || lead.contactName || '未留单位';
}

/** `官网 · 设备咨询与报价`: a channel that is one of the playbook's forms goes by the form's title. */
export function sourceOf(
  lead: Pick<Lead, 'source' | 'channel' | 'campaign'>,
  playbook: Pick<Playbook, 'forms'>,
): string {
  const form = playbook.forms.find(({ id }) => id === lead.channel);
  return [SOURCE_LABELS[lead.source], form?.title ?? lead.channel, lead.campaign].filter(Boolean).join(' · ');
}

function trim(n: number): string {
  return String(Math.round(n * 100) / 100);
}
