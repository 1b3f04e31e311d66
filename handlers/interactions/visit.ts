import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { describeScore } from '../../src/domain/interactions/visit.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { cleanText } from '../../src/domain/normalise/text.ts';
import { isFresh } from '../../src/domain/questions/asking.ts';
import { PLACE_SENT } from '../../src/services/interactions/note-reader.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { askerOf, type Handler, type HandlerContext } from '../context.ts';
import { standingBefore } from '../leads/customer-status.ts';
import { note } from './note.ts';

const MAX_PLACE = 100;
/** `拜访 市一医院 …`; 拜访了王主任 is a note. */
const BEGINS = /^(?:上门)?拜访[\s:：]+\S/;
const VERB = /^(?:上门)?拜访[\s:：]*/;
const PLACE_BEGINS = `上门拜访${PLACE_SENT}`;
const QUALITY = /^(?:拜访质量|低分拜访)$/;
const WHY_POINTS = /^为什么(?:是|得|只有)?\s*\d{1,2}\s*分[?？]?$/;

/**
 * A visit (C3): `拜访 市一医院`, `拜访 L1024 带了样品`, or a place sent in chat. Clear about whom, it is recorded, and what
 * the line does not say is asked; a plan or an attempt in vain is a note like any other.
 */
export const visit: Handler = {
  name: 'visit',
  recognises: ({ event, command, text }) =>
    event.kind === 'location' ||
    command?.verb === 'visit' ||
    (command === null && BEGINS.test(text)) ||
    (command?.verb === 'log' && (BEGINS.test(command.rest) || command.rest.startsWith(PLACE_BEGINS))),
  async run(context) {
    const { event, services, op, asked } = context;
    const begun = await services.followUp.resume(op);
    if (begun) return asking(begun, context);
    const place = event.kind === 'location' ? placeOf(event.payload) : undefined;
    if (place !== undefined) {
      const known = await ongoing(asked, context);
      if (known) return asking(await services.visits.addPlace(known, place, op), context);
    }
    const text = place === undefined ? lineOf(context) : `${PLACE_BEGINS}${place}`;
    const leadId = await leadOf(context, text);
    const lead = leadId ? await services.queries.lead(context.scope, leadId) : null;
    const asNote = () => note.run(place === undefined ? context : { ...context, text });
    if (!lead || !isOpen(lead) || lead.ownerId !== context.person._id) return asNote();
    const record = await services.visits.begin(
      lead,
      { text, isBare: isBare(context, place), ...(place !== undefined && { place }) },
      context.version,
      op,
    );
    if (!record) return asNote();
    return [...(await standingBefore(context, lead.customerId)), ...(await asking(record, context))];
  },
};

/** `为什么是 5 分`, `拜访得分 R105`: the sum behind the score (C4). */
export const visitPoints: Handler = {
  name: 'visit-points',
  recognises: ({ command, text }) =>
    command?.verb === 'visit-points' || (command === null && WHY_POINTS.test(text)),
  async run({ command, services, person, scope }) {
    const record = command
      ? await services.queries.interaction(command.target)
      : await services.queries.lastVisitOf(person._id);
    const mayKnow =
      record && (record.by === person._id || (await services.queries.lead(scope, record.leadId)));
    if (!record?.visit || !mayKnow)
      return [sentence(command ? `找不到拜访记录 ${command.target}。` : '您还没有拜访记录。')];
    const { visit, _id, leadId } = record;
    const each = visit.ticks.filter(({ of }) => of !== 'confirmed').map(({ label }) => label);
    const from = each.length ? `\n来自：${each.join('、')}` : '';
    return [sentence(`${_id}（${leadId}）：${describeScore(visit.score)}${from}`, '拜访质量分')];
  },
};

/** `拜访质量`: the last seven days' visits that scored low, of one's own people or one's own (C4). */
export const visitQuality: Handler = {
  name: 'visit-quality',
  recognises: ({ command, text }) => command === null && QUALITY.test(text),
  async run({ services, scope, now }) {
    return [reply('visit-quality', {}, { week: await services.visits.week(scope, now) })];
  },
};

/** Asks for what is still open; with nothing left the visit is over. */
async function asking(record: Interaction, context: HandlerContext): Promise<Reply[]> {
  const { services, version, op } = context;
  const about = { record: record.leadId, detail: record._id };
  if (!record.visit) return services.questions.ask('visit', about, askerOf(context));
  const replies = await services.questions.ask('visit', about, askerOf(context));
  if (replies.every(({ kind }) => kind !== 'visit')) await services.visits.close(record, version, op);
  return replies;
}

/** The visit that is being asked about just now. */
async function ongoing(asked: HandlerContext['asked'], { services, now }: HandlerContext) {
  const one = asked.find((asking) => asking.open && asking.set === 'visit');
  const isNow = one && isFresh(one, services.questions.setOf('visit').withinMs, now);
  const record = isNow && one.detail ? await services.queries.interaction(one.detail) : null;
  return record?.visit && record.state !== 'undone' ? record : null;
}

function placeOf({
  label,
  latitude,
  longitude,
}: {
  label: string;
  latitude: number;
  longitude: number;
}): string {
  // A floor is no lead: "B1层", "银泰 L2".
  const place = cleanText(label, { max: MAX_PLACE }).replace(/L(?=\d)/gi, '$& ');
  return place || `${latitude},${longitude}`;
}

/** The line as a note says it: 上门拜访 is a contact that took place. */
function lineOf({ command, text }: HandlerContext): string {
  const rest = command ? command.rest : text;
  if (rest.startsWith(PLACE_BEGINS)) return rest;
  return `上门拜访 ${rest.replace(VERB, '')}`.trim();
}

/** Whether nothing but a customer or a place is named. */
function isBare({ command, text }: HandlerContext, place: string | undefined): boolean {
  if (place !== undefined || command?.rest.startsWith(PLACE_BEGINS)) return true;
  if (command) return command.rest.replace(VERB, '').trim() === '';
  return !/\s/.test(text.replace(VERB, '').trim());
}

async function leadOf(context: HandlerContext, text: string): Promise<string | undefined> {
  const { command, services, scope, person, version, now } = context;
  if (command) return command.target.startsWith('L') ? command.target : undefined;
  const { leadId, parts } = await services.notes.read(text, { scope, person, version, now });
  return parts ? undefined : leadId;
}
