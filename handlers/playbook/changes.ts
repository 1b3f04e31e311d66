import type { Verb } from '../../cards/actions.ts';
import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import type { MethodChange } from '../../src/domain/playbook/change.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { asWishProblem } from '../../src/services/playbook/method-changes.ts';
import type { Handler, HandlerContext } from '../context.ts';

export const NOT_ALLOWED = '打法由主管、区域经理、总监或管理员修改，请告诉您的主管。';
/** Longer lines do not fit into every platform's button. */
const MAX_LINE = 200;

const ASKED_FOR: ReadonlySet<Verb> = new Set(['change-method', 'tag-list', 'roll-back']);

/** A line that asks for a change of the playbook (A7): answered with what it would change, and nothing is changed yet. */
export const changeMethod: Handler = {
  name: 'change-method',
  recognises: ({ command }) => command !== null && ASKED_FOR.has(command.verb),
  run: async (context) => proposed(context.text, context),
};

/** What the line would change; or why it cannot, with lines that can. */
export async function proposed(line: string, { services, person, op }: HandlerContext): Promise<Reply[]> {
  if (!mayChangePlaybook(person)) {
    const isBare = line.trim() === '加标签';
    return [sentence(isBare ? '请写明是哪条线索，例如：加标签 L1024 重点客户' : NOT_ALLOWED)];
  }
  try {
    return [changeCard(await services.methodChanges.propose(line, person, op))];
  } catch (error) {
    const problem = asWishProblem(error);
    if (!problem) throw error;
    const lines = problem.choices.filter((choice) => choice.length <= MAX_LINE);
    if (!lines.length) return [sentence(problem.userText)];
    const choices = lines.map((choice) => ({ label: ownPart(choice, lines), line: choice }));
    return [reply('method', {}, { title: '没有改动', body: problem.userText, choices })];
  }
}

export const publishChange = onChange('publish-change', async (change, context) => {
  const { services, person, op } = context;
  const { change: after, since } = await services.methodChanges.publish(change, person, op);
  if (!since) return changed(after, context);
  const author = (await services.people.get(since.by))?.name ?? since.by;
  const what = since.title ? `：${since.title}` : '';
  const said = `还没有发布。您看这张卡片之后，${author} 发布了第 ${since._id} 版${what}。差异已按新版重算，请看过再点「发布」。`;
  return [sentence(said), ...changed(after, context)];
});

export const dropChange = onChange('drop-change', async (change, context) =>
  changed(await context.services.methodChanges.drop(change, context.op), context),
);

export const undoChange = onChange('undo-change', async (change, context) =>
  changed(await context.services.methodChanges.undo(change, context.person, context.op), context),
);

function onChange(
  verb: Verb,
  run: (change: MethodChange, context: HandlerContext) => Promise<Reply[]>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, person, services } = context;
      if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
      const change = await services.methodChanges.get(command?.target ?? '');
      return change ? run(change, context) : [sentence(`没有 ${command?.target} 这次修改。`)];
    },
  };
}

export function changeCard({ _id }: Pick<MethodChange, '_id'>): Reply {
  return reply('method-change', { change: _id });
}

/** After a tap the card tapped shows what has become of it. */
function changed(change: MethodChange, { event }: HandlerContext): Reply[] {
  return event.kind === 'action' ? [] : [changeCard(change)];
}

/** What tells a line from the others: their common beginning and end say nothing. */
function ownPart(line: string, lines: readonly string[]): string {
  if (lines.length === 1) return '就是这样';
  const rest = lines.filter((other) => other !== line);
  let from = 0;
  while (from < line.length && rest.every((other) => other[from] === line[from])) from++;
  let to = 0;
  while (to < line.length - from && rest.every((other) => other.at(-1 - to) === line.at(-1 - to))) to++;
  return line.slice(from, line.length - to).trim() || line;
}
