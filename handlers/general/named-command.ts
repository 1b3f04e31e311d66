import { commandText, parseCommand, parseNamedCommand, VERBS, type Verb } from '../../cards/actions.ts';
import { formatWhen } from '../../cards/format.ts';
import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { isOpen, type Lead } from '../../src/domain/leads/lead.ts';
import { halfWidthInPlace } from '../../src/domain/normalise/text.ts';
import { type Reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

const FRESH_MS = 3_600_000;
const MAX_QUOTED = 40;

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

/**
 * A command about a record without its number: of the lead whose number is typed, of the customer who is named, else
 * the person's newest, if it was made just now. What names somebody unknown means no record of theirs.
 */
async function onLastRecord(
  context: HandlerContext,
  { verb, name }: NonNullable<ReturnType<typeof parseNamedCommand>>,
  handlers: readonly Handler[],
): Promise<Reply[]> {
  const { services, scope, person, version, now } = context;
  const numbered = /^L(\d{1,9})(?!\d)\s*/i.exec(halfWidthInPlace(name));
  if (numbered) {
    const lead = await services.queries.lead(scope, `L${numbered[1]}`);
    if (!lead) return [sentence(`找不到线索 L${numbered[1]}，或它已不在您名下。`)];
    return onRecordOf(context, lead, verb, name.slice(numbered[0].length), handlers);
  }
  const read = name ? await services.notes.read(name, { scope, person, version, now }) : undefined;
  if (read?.stranger) return whichRecord(verb, read.stranger);
  if (read?.leadId && !read.byContext) {
    const lead = await services.queries.lead(scope, read.leadId);
    if (lead) return onRecordOf(context, lead, verb, name, handlers);
  }
  const last = await services.queries.lastRecordOf(person._id);
  if (!last) return [sentence('您还没有跟进记录。')];
  // Two customers fit the words: taking one of them would change the other's record.
  if (read && !read.leadId && read.named && !read.byContext && !read.candidates.includes(last.leadId)) {
    return whichRecord(verb, name);
  }
  if (!isFresh(last, context)) return whichOldRecord(last, verb, name, context);
  return handOn(context, commandText(verb, last._id, name), handlers);
}

/** Only what was recorded just now, today and within the hour, is surely the one that is meant. */
function isFresh({ at, day }: Interaction, { version, now }: HandlerContext): boolean {
  return now.getTime() - at.getTime() <= FRESH_MS && day === calendarOf(version.playbook).dayKey(now);
}

/** Names the newest record and the line that acts on it; nothing is changed. */
async function whichOldRecord(
  { _id, leadId, at, text }: Interaction,
  verb: Verb,
  name: string,
  { services, scope, version, now }: HandlerContext,
): Promise<Reply[]> {
  const lead = await services.queries.lead(scope, leadId);
  const who = lead ? `${lead.company || lead.contactName}（${leadId}）` : leadId;
  const when = formatWhen(at, now, version.playbook.calendar.timeZone);
  const said = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
  return [
    sentence(
      `什么都没有改：您最近一条记录是 ${_id}，${who}，${when}：「${said}」。要${VERBS[verb].words[0]}请发送：${commandText(verb, _id, name)}`,
    ),
  ];
}

async function onRecordOf(
  context: HandlerContext,
  lead: Pick<Lead, '_id' | 'company' | 'contactName'>,
  verb: Verb,
  rest: string,
  handlers: readonly Handler[],
): Promise<Reply[]> {
  const last = await context.services.queries.lastRecordOf(context.person._id, lead._id);
  const who = `${lead.company || lead.contactName}（${lead._id}）`;
  if (!last) return [sentence(`${who} 还没有您的跟进记录。`)];
  return handOn(context, commandText(verb, last._id, rest), handlers);
}

function whichRecord(verb: Verb, name: string): Reply[] {
  const example = commandText(verb, 'R101');
  return [sentence(`没有认出「${name}」是哪位客户，什么都没有改。请写记录编号或线索编号，例如：${example}`)];
}

async function findLead(context: HandlerContext, name: string): Promise<string | null> {
  const { services, scope, person, version, now } = context;
  if (/^C\d{1,9}$/i.test(name)) {
    const [lead] = await services.queries.leadsOf(scope, name.toUpperCase(), 1);
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
