import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Random } from '../../support/random.ts';
import { CAST } from '../company/cast.ts';
import { stranger } from '../company/customers.ts';
import { type Promised, promise } from '../time/when.ts';
import type { Act, Kind, Story } from './truth.ts';

interface Template {
  text: string;
  did?: string[];
  again?: boolean;
}

/** Kinds that have lines of their own; the others are about a record or an appointment. */
export type Spoken = Exclude<Kind, 'correction' | 'postpone'>;

type Lines = Record<Spoken, Record<'plain' | 'loose', Template[]>> &
  Record<'again' | 'corrections' | 'postponing', Template[]>;

export const LINES: Lines = parse(readFileSync(join(import.meta.dirname, '../lines.yaml'), 'utf8'));

export interface Typed {
  text: string;
  style: 'plain' | 'loose';
  did: string[];
  sum?: number;
  promise?: Promised;
  /** It says when to try again, which is promised to nobody. */
  again?: boolean;
}

/** A line of a kind about a lead, with what is true about it. */
export function typed(
  kind: Spoken,
  story: Story,
  { random, now, rep = '' }: { random: Random; now: number; rep?: string },
): Typed {
  const style = random.chance(CAST.loose) ? 'loose' : 'plain';
  const { text: template, did = [], again } = random.pick(LINES[kind][style]);
  const { customer, leadId } = story;
  const sum = template.includes('{sum}') ? amount(random, template) : undefined;
  const when = template.includes('{when}') ? promise(random, now) : undefined;
  const who = kind !== 'remark' && random.chance(CAST.byName) ? customer.company : leadId;
  const text = template
    .replaceAll('{who}', who)
    .replaceAll('{c}', customer.called)
    .replaceAll('{rep}', rep)
    .replaceAll('{org}', () => stranger(random))
    .replaceAll('{sum}', sum?.text ?? '')
    .replaceAll('{when}', when?.text ?? '');
  return {
    text,
    style,
    did,
    ...(sum ? { sum: sum.value } : {}),
    ...(when ? { promise: when } : {}),
    ...(again ? { again } : {}),
  };
}

export function typedAgain(story: Story, random: Random): string {
  return random.pick(LINES.again).text.replaceAll('{number}', story.leadId);
}

/** A line that puts the record of a contact right: another sum, or another day. */
export function typedCorrection(act: Act, record: string, random: Random, now: number): Typed {
  const fits = LINES.corrections.filter(({ text }) => !text.includes('{when}') || act.promise);
  const { text: template } = random.pick(fits);
  const sum = template.includes('{sum}') ? amount(random, template) : undefined;
  const when = template.includes('{when}') ? promise(random, now) : undefined;
  const text = template
    .replaceAll('{record}', record)
    .replaceAll('{number}', act.story?.leadId ?? '')
    .replaceAll('{sum}', sum?.text ?? '')
    .replaceAll('{when}', when?.text ?? '');
  return {
    text,
    style: 'plain',
    did: [],
    ...(sum ? { sum: sum.value } : {}),
    ...(when ? { promise: when } : {}),
  };
}

export function typedPostponing(story: Story, random: Random, now: number): Typed {
  const when = promise(random, now);
  const { text } = random.pick(LINES.postponing);
  const line = text.replaceAll('{number}', story.leadId).replaceAll('{when}', when.text);
  return { text: line, style: 'plain', did: [], promise: when };
}

const SPOKEN: [text: string, value: number][] = [
  ['五十八万', 580_000],
  ['八十万', 800_000],
  ['一百二十万', 1_200_000],
  ['两百万', 2_000_000],
];

/** A sum as reps write it, in 元. 35万8 only where a break follows, as in 35万8，他嫌贵. */
export function amount(random: Random, template = ''): { text: string; value: number } {
  const wan = 18 + random.int(230);
  const form = random.int(10);
  if (form < 5) return { text: `${wan}万`, value: wan * 10_000 };
  if (form < 7) return { text: `${wan}.5万`, value: wan * 10_000 + 5_000 };
  if (form < 8) {
    const [text, value] = random.pick(SPOKEN);
    return { text, value };
  }
  if (form < 9 || !/\{sum\}(，|$)/.test(template)) return { text: `${wan}w`, value: wan * 10_000 };
  const tenth = 1 + random.int(9);
  return { text: `${wan}万${tenth}`, value: wan * 10_000 + tenth * 1_000 };
}
