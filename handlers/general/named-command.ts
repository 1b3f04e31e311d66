import { commandText, parseCommand, parseNamedCommand, VERBS } from '../../cards/actions.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { type Reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/**
 * "查看 浙大二院", "话术 王主任", "查看 C311" or a bare "接单": a command about a lead without its number. Finds the
 * lead and hands the command on; says what to type when it cannot.
 */
export function namedCommand(handlers: readonly Handler[]): Handler {
  return {
    name: 'named-command',
    recognises: ({ command, text }) => command === null && parseNamedCommand(text) !== null,
    async run(context) {
      const named = parseNamedCommand(context.text);
      if (!named) return [];
      if (VERBS[named.verb].target === 'interaction') return onLastRecord(context, named, handlers);
      const [name = '', ...rest] = named.name.split(/\s+/);
      const leadId = await findLead(context, name);
      if (!leadId) return unknown(named.verb, name);
      return handOn(context, commandText(named.verb, leadId, rest.join(' ')), handlers);
    },
  };
}

function handOn(context: HandlerContext, text: string, handlers: readonly Handler[]): Promise<Reply[]> {
  const whole = { ...context, command: parseCommand(text) };
  const handler = handlers.find((candidate) => candidate.recognises(whole));
  return handler ? handler.run(whole) : Promise.resolve([]);
}

async function onLastRecord(
  context: HandlerContext,
  { verb, name }: NonNullable<ReturnType<typeof parseNamedCommand>>,
  handlers: readonly Handler[],
): Promise<Reply[]> {
  const last = await context.services.queries.lastRecordOf(context.person._id);
  if (!last) return [sentence('您还没有跟进记录。')];
  return handOn(context, commandText(verb, last._id, name), handlers);
}

async function findLead(context: HandlerContext, name: string): Promise<string | null> {
  const { services, scope, person, version, now } = context;
  if (/^C\d{1,9}$/i.test(name)) {
    const [lead] = await services.queries.leads(scope, { customerId: name.toUpperCase() }, 1);
    return lead?._id ?? null;
  }
  if (!name) {
    const mine = await services.queries.leads(scope, { ownerId: person._id, status: 'assigned' }, 2);
    return mine.length === 1 && mine[0] && isOpen(mine[0]) ? mine[0]._id : null;
  }
  return (await services.notes.read(name, { scope, person, version, now })).leadId ?? null;
}

function unknown(verb: Parameters<typeof commandText>[0], name: string): Reply[] {
  const example = commandText(verb, 'L1024');
  const why = name ? `没有认出「${name}」是哪位客户` : '请写明是哪条线索';
  return [sentence(`${why}，例如：${example}。发送「今日待触达」可以看到编号。`)];
}
