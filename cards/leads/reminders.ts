import { stillRuns } from '../../src/domain/clocks/clock-rules.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import type { RunningClock } from '../../src/domain/records/clock.ts';
import { button, commandText } from '../actions.ts';
import { type CardRequest, defineCard, momentIn } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';
import { describeAttempts } from './attempts.ts';
import { deadlineWords } from './deadline.ts';
import { type LeadView, loadLeadView, whatBecame } from './lead-facts.ts';
import { reroutedWords } from './rerouted.ts';

/** A message that is said as a line of this card. */
interface Item {
  kind: string;
  lead: string;
  params: Record<string, unknown>;
}

interface Line {
  leadId: string;
  /** `L1003 王敏`. */
  name: string;
  company: string;
  texts: string[];
  /** Somebody still has to act. */
  open: boolean;
}

interface View {
  lines: Line[];
}

type Started = Pick<RunningClock, 'name' | 'startedAt'>;

const SHOWN = 10;

/** What managers are reminded of, as one card: who is late with what, and what has been settled meanwhile. */
export const reminders = defineCard<View>({
  kind: 'reminders',
  async load(request) {
    const items = Array.isArray(request.params.items) ? (request.params.items as Item[]) : [];
    const lines = await Promise.all(items.map((item) => lineOf(item, request)));
    const known = lines.filter((line): line is Line => line !== null);
    return known.length ? { lines: perLead(known) } : 'gone';
  },
  render({ lines }): Card {
    const open = lines.filter((line) => line.open);
    const settled = lines.filter((line) => !line.open);
    const leads = open.slice(0, SHOWN);
    return {
      kind: 'reminders',
      title: open.length ? `${open.length} 条待处理` : `${settled.length} 条已处理`,
      emphasis: open.length ? { text: '请催办或改派', tone: 'danger' } : undefined,
      facts: leads.map(({ name, company, texts }) => ({ name, value: [company, ...texts].join(' · ') })),
      body:
        [
          ...(open.length > SHOWN ? [`另有 ${open.length - SHOWN} 条，发「超时线索」查看。`] : []),
          ...settled.map(({ name, company, texts }) => `${name} ${company} ${texts.join('；')}`),
        ].join('\n') || undefined,
      selects: leads.length
        ? [
            {
              id: 'lead',
              label: '线索',
              options: leads.map(({ leadId, name }) => ({ id: leadId, label: name })),
            },
          ]
        : undefined,
      buttons: leads.length
        ? [
            { id: 'nudge', label: '催办', command: commandText('nudge', '{lead}'), style: 'primary' },
            { id: 'assign', label: '改派', command: commandText('assign', '{lead}') },
            ...(leads.length > 1
              ? [
                  button('全部催办', 'nudge', leads.map(({ leadId }) => leadId).join(' '), {
                    id: 'nudge-all',
                  }),
                ]
              : []),
          ]
        : [],
      state: open.length ? undefined : '已全部处理',
    };
  },
});

/** A lead is one line, whatever is said of it; what still asks somebody to act hides what is settled. */
function perLead(lines: readonly Line[]): Line[] {
  const leads = new Map<string, Line[]>();
  for (const line of lines) leads.set(line.leadId, [...(leads.get(line.leadId) ?? []), line]);
  return [...leads.values()].flatMap((own) => {
    const open = own.filter((line) => line.open);
    const said = open.length ? open : own;
    const last = said.at(-1);
    return last ? [{ ...last, texts: [...new Set(said.flatMap(({ texts }) => texts))] }] : [];
  });
}

async function lineOf({ kind, lead: id, params }: Item, request: CardRequest): Promise<Line | null> {
  const view = await loadLeadView({ ...request, refs: { lead: id } });
  if (!view) return null;
  const { lead, owner } = view;
  const n = Number(params.assignment ?? lead.assignments.at(-1)?.n ?? 0);
  const before = lead.assignments.find((one) => one.n === n);
  const asked = before ? await request.read.person(before.ownerId) : owner;
  const name = [id, asked?.name].filter(Boolean).join(' ');
  const line = { leadId: id, name, company: companyOf(lead) };
  if (kind === 'alert') return { ...line, texts: [String(params.text ?? '')], open: isOpen(lead) };
  const startedAt = momentIn(params, 'startedAt');
  if (kind === 'rerouted') {
    const words = reroutedWords(view, { n, startedAt, from: asked?.name });
    return { ...line, name: id, texts: [words], open: false };
  }
  return { ...line, ...dueOf(view, n, { name: String(params.clock), startedAt }) };
}

/** How a deadline stands that was missed: late with what, after how many tries, or what became of it. */
function dueOf(view: LeadView, n: number, clock: Started): Pick<Line, 'texts' | 'open'> {
  const { lead } = view;
  const running = lead.clocks.find((one) => stillRuns({ clocks: [one] }, clock));
  const became = whatBecame(view, { n, clock });
  if (became || !running) return { texts: [became?.text ?? '已处理'], open: false };
  const tried = lead.attempts && describeAttempts(lead.attempts, view.now, view.timeZone);
  return { texts: [[deadlineWords(running, view), tried].filter(Boolean).join(' · ')], open: true };
}
