import type { Random } from '../../support/random.ts';
import { CAST } from '../company/cast.ts';
import type { Stage } from './stage.ts';
import type { Act, Kind, LeadNow, Story } from './truth.ts';
import { type Spoken, type Typed, typed, typedAgain, typedCorrection, typedPostponing } from './typing.ts';

/** A contact told by typing. Asked back, the rep answers; not understood, the rep says it again more plainly. */
export async function contact(
  stage: Stage,
  story: Story,
  rep: string,
  random: Random,
  { withDate }: { withDate?: boolean } = {},
): Promise<Act> {
  let line = typed('contact', story, { random, now: stage.instance.now() });
  while (withDate === false && line.promise)
    line = typed('contact', story, { random, now: stage.instance.now() });
  const act = await say(stage, story, rep, 'contact', line, random);
  if (!act.cut && !act.seen?.record) await answerBack(stage, act, random);
  if (act.seen?.record && random.chance(CAST.confirms)) await press(stage, act, '确认');
  return act;
}

/** Anything that is no contact: tried, asked, chatted, planned, excused, or about somebody else. */
export async function talk(
  stage: Stage,
  story: Story,
  by: string,
  kind: Exclude<Spoken, 'contact'>,
  random: Random,
  rep = '',
): Promise<Act> {
  return say(stage, story, by, kind, typed(kind, story, { random, now: stage.instance.now(), rep }), random);
}

/** Judged by what they leave; everything else must leave the lead as it was. */
const LEAVE_SOMETHING: ReadonlySet<Kind> = new Set(['contact', 'outside', 'correction', 'postpone']);

async function say(
  stage: Stage,
  story: Story,
  by: string,
  kind: Kind,
  line: Typed,
  random: Random,
): Promise<Act> {
  const id = stage.nextEventId();
  const before = LEAVE_SOMETHING.has(kind) ? undefined : await stage.lead(story);
  const at = stage.instance.now();
  const about = kind === 'outside' ? undefined : story;
  const act = stage.add({ ids: [id], at, by, kind, story: about, cut: false, extra: 0, ...line });
  const { cut } = await stage.type(by, line.text, id);
  act.cut = cut;
  // The platform delivers it once more: nothing may come of it.
  if (random.chance(CAST.repeats)) await stage.type(by, line.text, id);
  if (about) await look(stage, act, before);
  else await stage.phones.read(by);
  return act;
}

/** 已联系 on the card, then one of the quick answers that are offered. */
export async function tapContact(stage: Stage, story: Story, rep: string, random: Random): Promise<void> {
  await stage.phones.read(rep);
  const card = stage.phones
    .of(rep)
    .findLast((m) => m.kind === 'lead-assigned' && m.leads.includes(story.leadId));
  const button = card && stage.phones.cards.get(card.id)?.buttons.find((b) => b.command.startsWith('已联系'));
  const id = stage.nextEventId();
  const line: Typed = { text: `已联系 ${story.leadId}`, style: 'plain', did: [] };
  const at = stage.instance.now();
  const act = stage.add({
    ids: [id],
    at,
    by: rep,
    kind: 'contact',
    story,
    cut: false,
    extra: 0,
    ...line,
    style: 'button',
  });
  const { cut } =
    card && button ? await stage.tap(rep, card.id, button.id, id) : await stage.type(rep, line.text, id);
  act.cut = cut;
  await look(stage, act);
  // Cut off, nothing may have come back: the rep says it again and is asked again.
  if (cut && !replies(stage, act).length)
    await further(stage, act, (next) => stage.type(rep, line.text, next));
  const answers = replies(stage, act).flatMap((message) =>
    (stage.phones.cards.get(message)?.buttons ?? [])
      .filter((b) => /报价|技术|决策|演示|资料/.test(b.label) && !b.disabled)
      .map((b) => ({ message, ...b })),
  );
  if (!answers.length) return;
  const chosen = random.pick(answers);
  act.did = [chosen.label.replace(/^.*?(?=已|需|等)/u, '')];
  await further(stage, act, (next) => stage.tap(rep, chosen.message, chosen.id, next));
}

/** Puts the record of a contact right: the sum or the day, by the record's number, the lead's, or right after it. */
export async function correct(stage: Stage, act: Act, random: Random): Promise<void> {
  const { story, seen } = act;
  if (!story || !seen?.record) return;
  const line = typedCorrection(act, seen.record, random, stage.instance.now());
  const correction = await say(stage, story, act.by, 'correction', line, random);
  correction.of = act;
  if (!correction.promise) return;
  // From now on the other day is what was promised.
  correction.was = act.promise;
  act.promise = correction.promise;
}

/** Moves the appointment to another time. */
export async function postpone(stage: Stage, story: Story, rep: string, random: Random): Promise<Act> {
  const line = typedPostponing(story, random, stage.instance.now());
  return say(stage, story, rep, 'postpone', line, random);
}

/** Takes a record back: it never happened. */
export async function undo(stage: Stage, act: Act, random: Random): Promise<void> {
  const { story, by } = act;
  if (!story || !act.seen?.record) return;
  const text = random.chance(0.5) ? `撤销 ${act.seen.record}` : '撤销';
  act.undoneAt = stage.instance.now();
  await stage.type(by, text, stage.nextEventId());
  await stage.phones.read(by);
  await stage.lead(story);
}

/** What the product shows of an act, right after it. */
async function look(stage: Stage, act: Act, before?: LeadNow): Promise<void> {
  const { story, by } = act;
  if (!story) return;
  await stage.phones.read(by);
  const after = await stage.lead(story);
  if (!after) return;
  const vias = act.ids.map((id) => `simulator:${id}`);
  const made = after.timeline.find(
    (line) => line.via && vias.includes(line.via) && line.after?.interactionId,
  );
  const cards = replies(stage, act).map((message) => {
    const card = stage.phones.cards.get(message);
    return [card?.title, ...(card?.facts ?? []).map(({ name, value }) => `${name}：${value}`)].join('\n');
  });
  act.seen = {
    before: act.seen?.before ?? before,
    after,
    record: made?.after?.interactionId,
    card: cards.join('\n'),
  };
}

/** The answers on the phone to the events of an act. */
function replies(stage: Stage, act: Act): string[] {
  return stage.phones
    .of(act.by)
    .filter((message) => !message.mine && act.ids.some((id) => message.id.startsWith(`simulator:${id}/`)))
    .map(({ id }) => id);
}

/** The bot asked, or understood nothing: choose the customer it offers, else say it again by number. */
async function answerBack(stage: Stage, act: Act, random: Random): Promise<void> {
  const { story, by } = act;
  if (!story) return;
  for (const message of replies(stage, act)) {
    const card = stage.phones.cards.get(message);
    const select = card?.selects?.find(({ options }) => options.some(({ id }) => id === story.leadId));
    const button = select && card?.buttons.find(({ command }) => command.includes(`{${select.id}}`));
    const direct = card?.buttons.find(
      ({ command, label, disabled }) =>
        !disabled &&
        /^(记录|确认)/.test(command) &&
        (command.includes(story.leadId) || label.includes(story.customer.company)),
    );
    if (button && select)
      await further(stage, act, (id) => stage.tap(by, message, button.id, id, { [select.id]: story.leadId }));
    else if (direct) await further(stage, act, (id) => stage.tap(by, message, direct.id, id));
    if (act.seen?.record) return;
  }
  const again = typedAgain(story, random);
  delete act.promise;
  delete act.sum;
  act.did = ['已电话沟通'];
  await further(stage, act, (id) => stage.type(by, again, id));
}

async function further(
  stage: Stage,
  act: Act,
  send: (id: string) => Promise<{ cut: boolean }>,
): Promise<void> {
  const id = stage.nextEventId();
  act.ids.push(id);
  act.extra += 1;
  const { cut } = await send(id);
  act.cut ||= cut;
  await look(stage, act);
}

/** A button of the record's card, by the word its command begins with. */
async function press(stage: Stage, act: Act, word: string): Promise<void> {
  for (const message of replies(stage, act)) {
    const button = stage.phones.cards
      .get(message)
      ?.buttons.find((b) => b.command.startsWith(word) && !b.disabled);
    if (button) await stage.tap(act.by, message, button.id, stage.nextEventId());
  }
}
