import { button, commandText } from '../actions.ts';
import { type CardRequest, defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';
import { deadlineWords } from './deadline.ts';
import { type LeadView, loadLeadView, whatBecame } from './lead-facts.ts';

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
  text: string;
  /** Somebody still has to act. */
  open: boolean;
}

interface View {
  lines: Line[];
}

const SHOWN = 10;

/** What managers are reminded of, as one card: who is late with what, and what has been settled meanwhile. */
export const reminders = defineCard<View>({
  kind: 'reminders',
  async load(request) {
    const items = Array.isArray(request.params.items) ? (request.params.items as Item[]) : [];
    const lines = await Promise.all(items.map((item) => lineOf(item, request)));
    const known = lines.filter((line): line is Line => line !== null);
    return known.length ? { lines: known } : 'gone';
  },
  render({ lines }): Card {
    const open = lines.filter((line) => line.open);
    const settled = lines.filter((line) => !line.open);
    const leads = [...new Map(open.map((line) => [line.leadId, line])).values()].slice(0, SHOWN);
    return {
      kind: 'reminders',
      title: open.length ? `${open.length} 条待处理` : `${settled.length} 条已处理`,
      emphasis: open.length ? { text: '请催办或改派', tone: 'danger' } : undefined,
      facts: open.slice(0, SHOWN).map(({ name, text }) => ({ name, value: text })),
      body:
        [
          ...(open.length > SHOWN ? [`另有 ${open.length - SHOWN} 条，发「超时线索」查看。`] : []),
          ...settled.map(({ name, text }) => `${name}：${text}`),
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

async function lineOf({ kind, lead: id, params }: Item, request: CardRequest): Promise<Line | null> {
  const view = await loadLeadView({ ...request, refs: { lead: id } });
  if (!view) return null;
  const n = Number(params.assignment ?? view.lead.assignments.at(-1)?.n ?? 0);
  const before = view.lead.assignments.find((one) => one.n === n);
  const asked = before ? await request.read.person(before.ownerId) : view.owner;
  const name = [id, asked?.name].filter(Boolean).join(' ');
  return { leadId: id, name, ...stateOf(kind, params, n, view, asked?.name) };
}

function stateOf(
  kind: string,
  params: Record<string, unknown>,
  n: number,
  view: LeadView,
  asked: string | undefined,
): Pick<Line, 'text' | 'open'> {
  const { lead, owner } = view;
  const company = companyOf(lead);
  if (kind === 'alert') return { text: `${company} · ${String(params.text ?? '')}`, open: true };
  if (kind === 'rerouted') {
    const to = owner && owner.name !== asked ? `已转给 ${owner.name}` : '正在转出';
    return { text: `${company} 超时未联系，${to}`, open: false };
  }
  const { clock: name, startedAt } = params;
  const clock =
    startedAt instanceof Date
      ? lead.clocks.find((one) => one.name === name && one.startedAt.getTime() === startedAt.getTime())
      : undefined;
  const became = whatBecame(view, {
    n,
    clock: clock ?? { name: String(name), startedAt: startedAt as Date },
  });
  if (became || !clock) return { text: `${company} ${became?.text ?? '已处理'}`, open: false };
  return { text: `${company} · ${deadlineWords(clock, view)}`, open: true };
}
