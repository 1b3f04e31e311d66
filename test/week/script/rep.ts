import type { Random } from '../../support/random.ts';
import { CAST } from '../company/cast.ts';
import { MINUTE_MS } from '../time/calendar.ts';
import { contact, correct, postpone, talk, tapContact, undo } from './deeds.ts';
import type { Stage } from './stage.ts';
import { contactsAt, ownerOf, type Story } from './truth.ts';

/** What becomes of a lead in the hands of whoever has just got it. */
export function live(stage: Stage, story: Story): void {
  const n = story.tenures.length;
  const held = story.tenures.at(-1);
  if (!held) return;
  const random = stage.random(3, story.customer.serial, n);
  const rep = held.owner;
  // What somebody before reached, the next one leaves alone for now.
  if (contactsAt(story, stage.instance.now()).length) return;
  const later = (minutes: number, run: (r: Random) => Promise<unknown>) =>
    stage.planAtWork(held.from + minutes * MINUTE_MS, random, async () => {
      if (ownerOf(story) === rep && story.tenures.length === n && stage.isThere(rep)) await run(random);
    });
  const deed = (minutes: number) => later(minutes, (r) => contactAndAfter(stage, story, rep, r));
  if (random.chance(CAST.accepts)) later(2 + random.int(13), () => accept(stage, story, rep));
  switch (fateOf(random)) {
    case 'prompt':
      deed(8 + random.int(97));
      break;
    case 'button':
      later(8 + random.int(97), (r) => tapContact(stage, story, rep, r));
      break;
    case 'late':
      deed(132 + random.int(90));
      break;
    case 'tries': {
      const first = 15 + random.int(50);
      later(first, (r) => talk(stage, story, rep, 'attempt', r));
      deed(first + 25 + random.int(110));
      break;
    }
    case 'triesOnly':
      later(15 + random.int(60), (r) => talk(stage, story, rep, 'attempt', r));
      if (random.chance(0.5)) later(90 + random.int(80), (r) => talk(stage, story, rep, 'attempt', r));
      break;
    case 'talks': {
      const kind = random.pick(['question', 'chat', 'plan', 'denial'] as const);
      later(10 + random.int(95), (r) => talk(stage, story, rep, kind, r));
      if (random.chance(0.4)) deed(135 + random.int(120));
      break;
    }
    default:
  }
}

function fateOf(random: Random): string {
  let rest = random.next();
  for (const [fate, share] of Object.entries(CAST.fates)) {
    rest -= share;
    if (rest < 0) return fate;
  }
  return 'never';
}

async function accept(stage: Stage, story: Story, rep: string): Promise<void> {
  if (contactsAt(story, stage.instance.now()).length) return;
  await stage.phones.read(rep);
  const card = stage.phones
    .of(rep)
    .findLast((m) => m.kind === 'lead-assigned' && m.leads.includes(story.leadId));
  const button = card && stage.phones.cards.get(card.id)?.buttons.find((b) => b.command.startsWith('接单'));
  if (card && button && !button.disabled) await stage.tap(rep, card.id, button.id, stage.nextEventId());
}

/** A contact, and what people do next: put it right, take it back, say more, keep what they promised. */
async function contactAndAfter(stage: Stage, story: Story, rep: string, random: Random): Promise<void> {
  const act = await contact(stage, story, rep, random);
  const later = (minutes: number, run: () => Promise<unknown>) =>
    stage.planAtWork(stage.instance.now() + minutes * MINUTE_MS, random, async () => {
      if (ownerOf(story) === rep && stage.isThere(rep)) await run();
    });
  if (random.chance(CAST.undoes)) {
    await undo(stage, act, random);
    if (random.chance(0.6)) later(10 + random.int(40), () => contactAndAfter(stage, story, rep, random));
    return;
  }
  if (act.sum !== undefined && random.chance(CAST.corrects * 2)) await correct(stage, act, random);
  if (random.chance(CAST.strangers)) await talk(stage, story, rep, 'outside', random);
  if (random.chance(CAST.secondLine)) {
    const kind = random.pick(['question', 'chat', 'attempt', 'contact'] as const);
    later(20 + random.int(100), async () => {
      if (kind === 'contact') await contact(stage, story, rep, random, { withDate: false });
      else await talk(stage, story, rep, kind, random);
    });
  }
  if (!act.promise) return;
  if (act.promise.due - stage.instance.now() > 90 * MINUTE_MS && random.chance(CAST.postpones)) {
    later(30 + random.int(40), () => postpone(stage, story, rep, random));
    return;
  }
  const kept = random.next();
  const minutes = (act.promise.due - stage.instance.now()) / MINUTE_MS + 4 + random.int(35);
  if (kept < 0.6) later(minutes, () => contactAndAfter(stage, story, rep, random));
  else if (kept < 0.75) later(minutes, () => talk(stage, story, rep, 'attempt', random));
}
