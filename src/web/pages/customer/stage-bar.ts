import { formatWhen } from '../../../../cards/format.ts';
import { missingOf, stageItems } from '../../../domain/journey/gate.ts';
import { journeyOf, type StageMove } from '../../../domain/journey/journey.ts';
import { stageLabel } from '../../../domain/journey/stages.ts';
import { isOpen, type Lead } from '../../../domain/leads/lead.ts';
import type { Colleague } from '../../../domain/people/person.ts';
import { hidesContacts } from '../../../domain/people/scope.ts';
import { type Html, html } from '../html.ts';
import type { Visit } from '../page.ts';

type Visitor = Pick<Visit, 'now' | 'version' | 'person'>;

/**
 * Where a lead stands on its way: one piece of the bar a stage, with its label where there is room, what its gate still
 * misses, and below it every move with who, when and why.
 */
export function stageBar(lead: Lead, visit: Visitor, people: ReadonlyMap<string, Colleague>): Html {
  const { playbook } = visit.version;
  const stages = playbook.stages.filter(({ end }) => end !== 'lost');
  const at = stages.findIndex(({ id }) => id === lead.stage);
  const here = stageLabel(lead.stage, playbook);
  const { since = lead.createdAt, moves } = journeyOf(lead);
  const skipped = new Set(moves.flatMap((move) => move.skipped ?? []));
  const missing =
    isOpen(lead) && !hidesContacts(visit.person.role) ? missingOf(stageItems(lead, playbook).items) : [];
  const from = formatWhen(since, visit.now, playbook.calendar.timeZone);
  const step = at < 0 ? here : `${at + 1}/${stages.length} ${here}`;
  return html`<div class="way"><p class="way-now"><b>${step}</b> <span>${from} 起</span></p>
<ol class="way-bar">${stages.map(({ id, label }, i) => html`<li class="${stateOf(i, at, skipped.has(id))}"${i === at && html` aria-current="step"`}><span>${label}</span></li>`)}</ol>
${missing.length > 0 && html`<p class="way-missing">还缺 ${missing.map(({ label }) => label).join('、')}</p>`}
${moves.length > 0 && html`<details><summary>走过的节点（${moves.length}）</summary><ol class="notes">${[...moves].reverse().map((move) => moveRow(move, visit, people))}</ol></details>`}</div>`;
}

function stateOf(i: number, at: number, skipped: boolean): string {
  if (i === at) return 'here';
  if (i > at) return 'todo';
  return skipped ? 'skipped' : 'done';
}

function moveRow(move: StageMove, { now, version }: Visitor, people: ReadonlyMap<string, Colleague>): Html {
  const name = (id: string) => stageLabel(id, version.playbook);
  const { timeZone } = version.playbook.calendar;
  const remarks = [
    move.skipped?.length && `经过 ${move.skipped.map(name).join('、')}`,
    move.waived?.length && `放行 ${move.waived.map(({ label }) => label).join('、')}`,
    move.reason && `原因：${move.reason}`,
    move.withdrawn?.length && `证据已撤回：${move.withdrawn.map(({ label }) => label).join('、')}`,
  ].filter(Boolean);
  return html`<li class="box"><p class="when">${formatWhen(move.at, now, timeZone)} · ${people.get(move.by)?.name ?? move.by}</p>
<p>${name(move.from)} → ${name(move.to)}${remarks.length > 0 && `（${remarks.join('；')}）`}</p></li>`;
}
