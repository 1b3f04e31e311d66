import { companyOf, contactOf, formatWhen } from '../../../../cards/format.ts';
import { describeAttempts } from '../../../../cards/leads/attempts.ts';
import { deadlineFact, isLate } from '../../../../cards/leads/deadline.ts';
import { calendarOf } from '../../../domain/clocks/clock-rules.ts';
import type { Customer } from '../../../domain/customer.ts';
import { type Lead, STATUS_LABELS } from '../../../domain/leads/lead.ts';
import type { Colleague } from '../../../domain/people/person.ts';
import { type Html, html } from '../html.ts';
import type { Page, Visit } from '../page.ts';

const SHOWN = 50;
const NEWS = 10;
const DAY_MS = 24 * 3_600_000;

/** 今日重点: what is overdue, what is due today, what ends soon, and where something happened last. */
export const board: Page = {
  path: '/board',
  async show(visit) {
    const { services, scope, now, version, person } = visit;
    const calendar = calendarOf(version.playbook);
    const today = calendar.dayKey(now);
    const [overdue, soon, news, people, ending] = await Promise.all([
      services.queries.overdue(scope, SHOWN),
      services.queries.dueUntil(scope, new Date(now.getTime() + DAY_MS), SHOWN),
      services.queries.customersWithNews(scope, NEWS),
      services.directory.map(),
      endingSections(visit),
    ]);
    const late = new Set(overdue.map(({ _id }) => _id));
    const due = soon.filter(
      ({ _id, nextDueAt }) => nextDueAt && !late.has(_id) && calendar.dayKey(nextDueAt) === today,
    );
    const rows = (leads: Lead[]) => leads.map((lead) => leadRow(lead, visit, people));
    return {
      title: '今日重点',
      body: html`<header class="head"><h1>今日重点</h1><p>${person.name} · ${formatWhen(now, now, version.playbook.calendar.timeZone)}</p></header>
${section('已超时', rows(overdue), '没有超时未办的事。')}
${section('今天到期', rows(due), '今天没有其他要到期的事。')}
${ending}
${section(
  '最近有动态的客户',
  news.map((one) => customerRow(one, lastContact(one, visit))),
  '还没有记录过跟进。',
)}
<p class="foot"><a class="button" href="/me/note">记一笔</a></p>`,
    };
  },
};

/** A section for every date field the playbook gives an end, such as a contract's; none for those without any. */
async function endingSections({ services, scope, now, version }: Visit): Promise<Html[]> {
  const calendar = calendarOf(version.playbook);
  const fields = version.playbook.fields.filter(({ id }) => !scope.hiddenFields.has(id));
  const sections = fields.flatMap(async ({ id, label, ends }) => {
    if (ends === undefined) return [];
    const until = calendar.dayKey(new Date(now.getTime() + ends * DAY_MS));
    const days = { from: calendar.dayKey(now), until };
    const customers = await services.queries.customersEnding(scope, id, days, SHOWN);
    const rows = customers.map((one) => customerRow(one, `${label} ${String(one.fields[id])}`));
    return rows.length ? [section(`${ends} 天内：${label}`, rows, '')] : [];
  });
  return (await Promise.all(sections)).flat();
}

function section(title: string, rows: Html[], none: string): Html {
  return html`<section class="block"><h2>${title}${rows.length > 0 && html` <small>${rows.length}</small>`}</h2>
${rows.length ? html`<ul class="rows">${rows}</ul>` : html`<p class="none">${none}</p>`}</section>`;
}

function leadRow(lead: Lead, visit: Visit, people: ReadonlyMap<string, Colleague>): Html {
  const { now, person, version } = visit;
  const owner = lead.ownerId === person._id ? '' : (people.get(lead.ownerId ?? '')?.name ?? '待分配');
  const clocks = lead.clocks.map((clock) => {
    const { name, value } = deadlineFact(clock, { now, version });
    return html`<span class="${isLate(clock, now) ? 'late' : ''}">${name}：${value}</span>`;
  });
  return html`<li><a class="box" href="/customers/${lead.customerId}"><strong>${companyOf(lead)}</strong>
<span>${[contactOf(lead), STATUS_LABELS[lead.status], owner].filter(Boolean).join(' · ')}</span>
${clocks}${lead.attempts && html`<span>${describeAttempts(lead.attempts, now, version.playbook.calendar.timeZone)}</span>`}</a></li>`;
}

function customerRow(customer: Customer, what: string): Html {
  return html`<li><a class="box" href="/customers/${customer._id}"><strong>${customer.name || '未留单位'}</strong>
<span>${what}</span></a></li>`;
}

function lastContact({ lastInteractionAt: at }: Customer, { now, version }: Visit): string {
  return at ? `${formatWhen(at, now, version.playbook.calendar.timeZone)} 有跟进` : '';
}
