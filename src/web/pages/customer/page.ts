import { formatMoney, formatMoneyRange, formatWhen } from '../../../../cards/format.ts';
import { describeAttempts } from '../../../../cards/leads/attempts.ts';
import { deadlineWords, isLate } from '../../../../cards/leads/deadline.ts';
import { heatFacts } from '../../../../cards/leads/heat.ts';
import { describeHistory } from '../../../../cards/leads/history.ts';
import { type Fact, facts } from '../../../../cards/model.ts';
import { clockLabel } from '../../../domain/clocks/registered.ts';
import type { Contact, Customer } from '../../../domain/customer.ts';
import { distinctContacts } from '../../../domain/customer-family.ts';
import { standingWarning } from '../../../domain/customer-standing.ts';
import type { Interaction } from '../../../domain/interactions/interaction.ts';
import { thermometerOf } from '../../../domain/interactions/thermometer.ts';
import { isOpen, type Lead, STATUS_LABELS } from '../../../domain/leads/lead.ts';
import { normalisePhone } from '../../../domain/normalise/phone.ts';
import type { Colleague } from '../../../domain/people/person.ts';
import type { PlaybookField } from '../../../domain/playbook/fields.ts';
import { describeValue, type FieldValue } from '../../../domain/records/field-value.ts';
import { knownFields } from '../../../domain/records/known-fields.ts';
import { type Html, html } from '../html.ts';
import type { Page, Visit } from '../page.ts';
import { stageBar } from './stage-bar.ts';

const REACHED_LABELS = { yes: '', attempt: '未联系上', no: '备注' } as const;
const LEADS = 10;
const NOTES = 20;

/** A customer as somebody who looks after it needs it: who to call, what is open, what was said. */
export const customer: Page = {
  path: '/customers/:id',
  async show(visit) {
    const { services, scope, params } = visit;
    const found = await services.queries.customer(scope, params.id ?? '');
    if (!found) return null;
    const leads = await services.queries.leadsOf(scope, found._id, LEADS);
    const [people, ...notes] = await Promise.all([
      services.directory.map(),
      ...leads.map((lead) => services.queries.notes(scope, lead._id, NOTES)),
    ]);
    const newest = notes
      .flat()
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, NOTES);
    const name = found.name || '未留单位';
    return {
      title: name,
      body: html`<header class="head"><h1>${name}</h1><p>${[found._id, found.region, found.city, found.industry].filter(Boolean).join(' · ')}</p></header>
${aboutBlock(found, visit, people)}
${heatBlock(newest, visit)}
${found.contacts.length > 0 && html`<section class="block"><h2>联系人</h2><ul class="rows">${distinctContacts(found.contacts).map(contactRow)}</ul></section>`}
<section class="block"><h2>线索</h2><ul class="rows">${leads.map((lead) => leadRow(lead, visit, people))}</ul></section>
<section class="block"><h2>跟进记录</h2>${newest.length ? html`<ol class="notes">${newest.map((one) => noteRow(one, visit, people))}</ol>` : html`<p class="none">${scope.hidesContacts ? '记录里有客户的人名和电话，您的角色看不到内容。' : '还没有记录。'}</p>`}</section>
${leads[0] && html`<p class="foot"><a class="button" href="/me/note?about=${leads[0]._id}">记一笔</a></p>`}`,
    };
  },
};

/** How often and how deep the customer is talked to (C14); nothing for whom records are hidden from. */
function heatBlock(records: readonly Interaction[], { version }: Visit): Html | false {
  const heat = thermometerOf(records, version.playbook.thermometer);
  return (
    heat !== null && html`<section class="block"><h2>客户热度</h2>${factList(heatFacts(heat))}</section>`
  );
}

function aboutBlock(found: Customer, visit: Visit, people: ReadonlyMap<string, Colleague>): Html {
  const { timeZone } = visit.version.playbook.calendar;
  const { lines, missing } = fieldLines(found.fields, 'customer', visit);
  return html`${factList([
    ...facts({
      客户状态: standingWarning(found),
      负责人: people.get(found.ownerId ?? '')?.name,
      地址: found.address,
      标签: found.tags.join('、'),
      采购记录: describeHistory(found, timeZone),
      顾虑: found.concerns.join('、'),
    }),
    ...lines,
  ])}${missing}`;
}

/** The playbook's fields of a record, and which of the core ones are not known yet. */
function fieldLines(values: Record<string, FieldValue>, on: PlaybookField['on'], { version, scope }: Visit) {
  const fields = version.playbook.fields.filter(
    (field) => field.on === on && !scope.hiddenFields.has(field.id),
  );
  const { known, missing } = knownFields(values, fields);
  const lines = known.map(({ field: { label: name, type }, value }) => ({
    name,
    value: type === 'money' && typeof value === 'number' ? formatMoney(value * 100) : describeValue(value),
  }));
  return {
    lines,
    missing: missing.length > 0 && html`<p class="way-missing">待了解 ${missing.join('、')}</p>`,
  };
}

function factList(lines: readonly Fact[]): Html {
  return html`<dl class="facts">${lines.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function contactRow({ name, title, phone, email }: Contact): Html {
  return html`<li class="box"><strong>${[name, title].filter(Boolean).join(' ') || '未留姓名'}</strong>
${phone && html`<a class="call" href="tel:${phone}">${normalisePhone(phone).display}</a>`}${email && html`<span>${email}</span>`}</li>`;
}

function leadRow(lead: Lead, visit: Visit, people: ReadonlyMap<string, Colleague>): Html {
  const { now, version } = visit;
  const { calendar } = version.playbook;
  const owner = people.get(lead.ownerId ?? '')?.name ?? '未分配';
  const { lines, missing } = fieldLines(lead.fields, 'lead', visit);
  return html`<li class="box"><strong>${lead._id} · ${STATUS_LABELS[lead.status]}</strong>
<span>${[owner, lead.products.join('、')].filter(Boolean).join(' · ')}</span>
${lead.attempts && html`<span>${describeAttempts(lead.attempts, now, calendar.timeZone)}</span>`}
${lead.need && html`<span>${lead.need}</span>`}
${lead.clocks.map((clock) => html`<span class="${isLate(clock, now) ? 'late' : 'due'}">${clockLabel(clock.name)}：${deadlineWords(clock, { now, version })}</span>`)}
${lines.length > 0 && factList(lines)}${isOpen(lead) && missing}${stageBar(lead, visit, people)}</li>`;
}

function noteRow(one: Interaction, { now, version }: Visit, people: ReadonlyMap<string, Colleague>): Html {
  const { amountFen, amountMaxFen = amountFen, actions, objections } = one;
  const amount = amountFen === undefined ? '' : formatMoneyRange(amountFen, amountMaxFen ?? amountFen);
  const said = [...actions.map(({ label }) => label), amount, ...objections.map(({ label }) => label)];
  return html`<li class="box"><p class="when">${formatWhen(one.at, now, version.playbook.calendar.timeZone)} · ${[people.get(one.by)?.name ?? one.by, REACHED_LABELS[one.reached]].filter(Boolean).join(' · ')}</p>
<p>${one.text || said.filter(Boolean).join(' · ')}</p></li>`;
}
