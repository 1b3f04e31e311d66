/** What to look for in a note to recognise one customer. */
import { soundsOf, syllablesOf } from '../sounds.ts';
import type { KnownContact, KnownCustomer } from '../types.ts';
import { type NameForm, nameForms } from './organisation-names.ts';
import { addressesOf, departmentOf } from './people.ts';

export type EvidenceKind = 'organisation' | 'place' | 'person';

export interface Clue {
  /** How it is looked for: as written, by sound (`|hai|tuo|`), or among the words typed in Latin letters. */
  by: 'spelling' | 'sound' | 'pinyin';
  text: string;
  /** What is looked for by sound, as it is written. */
  spelt?: string;
  kind: EvidenceKind;
  points: number;
  /** In Chinese, for the card. */
  because: string;
  /** See `NameForm`. */
  mustBegin?: boolean;
  /** Leaves no doubt about the words, so that nothing else is to be read into them (方明上午 is not 明上午). */
  isName?: boolean;
  /** Makes the clue stronger if it is named as well. */
  department?: string;
}

const PINYIN_LOSS = 10;
const HOMOPHONE_LOSS = 10;
const INITIALS_POINTS = 72;
const MIN_INITIALS = 4;
const MIN_PINYIN = 5;
/** A form must mean this customer fairly surely before it is looked for by sound or in pinyin. */
const CLEAR = 70;

const MAX_REMEMBERED = 4000;
const remembered = new Map<string, readonly Clue[]>();

/** Depends on the customer's names and contacts only; the last few thousand are remembered. */
export function cluesOf(customer: KnownCustomer): readonly Clue[] {
  const { name, aliases, contacts } = customer;
  const key = JSON.stringify([name, aliases, contacts.map((contact) => [contact.name, contact.title])]);
  let clues = remembered.get(key);
  if (!clues) {
    clues = [...organisationClues(name, aliases), ...contacts.flatMap(personClues)];
    const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, clues);
  }
  return clues;
}

/** Sounds as one string in which `includes` finds whole syllables. */
export function soundKey(sounds: readonly string[]): string {
  return `|${sounds.join('|')}|`;
}

function organisationClues(name: string, aliases: readonly string[]): Clue[] {
  const readings = new Map<string, string>();
  for (const known of [...aliases, name]) readInContext(known, readings);
  return nameForms(name, aliases).flatMap((form) => formClues(form, readings));
}

/** Remembers how each character of a name is read in it: 重庆 is chong qing. */
function readInContext(name: string, readings: Map<string, string>): void {
  const chars = [...name.normalize('NFKC')];
  const syllables = syllablesOf(chars.join(''));
  if (syllables.length !== chars.length) return;
  for (const [i, char] of chars.entries()) readings.set(char, syllables[i] ?? '');
}

function formClues(form: NameForm, readings: ReadonlyMap<string, string>): Clue[] {
  const { text, points, mustBegin } = form;
  if (form.isPlace) return [{ by: 'spelling', text, kind: 'place', points, because: `在${text}` }];
  const spelled: Clue = {
    by: 'spelling',
    text,
    kind: 'organisation',
    points,
    because: `客户“${text}”`,
    mustBegin,
    isName: points >= 95,
  };
  if (points < CLEAR || !/^\p{Script=Han}+$/u.test(text)) return [spelled];
  const sounds = soundsOf(text);
  const syllables = [...text].map((char, i) => readings.get(char) ?? sounds[i] ?? '');
  const typed = form.isStretched
    ? []
    : pinyinClues(syllables, { ...spelled, isName: false, points: points - PINYIN_LOSS });
  const initials = syllables.map((syllable) => syllable.slice(0, 1)).join('');
  if (initials.length >= MIN_INITIALS && !form.isStretched) {
    const because = `首字母“${initials}”`;
    const atMost = Math.min(points - PINYIN_LOSS, INITIALS_POINTS);
    typed.push({ by: 'pinyin', text: initials, kind: 'organisation', points: atMost, because });
  }
  if (text.length < 3) return [spelled, ...typed];
  const because = `读音像“${text}”`;
  const byEar = { points: points - HOMOPHONE_LOSS, because, isName: false };
  return [spelled, ...typed, { ...spelled, ...byEar, by: 'sound', text: soundKey(sounds), spelt: text }];
}

function personClues(contact: KnownContact): Clue[] {
  const department = departmentOf(contact.title ?? '');
  return addressesOf(contact).flatMap(({ text, points, syllables }): Clue[] => {
    const clue: Clue = {
      by: 'spelling',
      text,
      kind: 'person',
      points,
      because: `联系人${contact.name}`,
      isName: points >= 90,
      department,
    };
    if (!syllables) return [clue];
    const typed = { ...clue, isName: false, points: Math.max(points - PINYIN_LOSS, INITIALS_POINTS) };
    return [clue, ...pinyinClues(syllables, typed)];
  });
}

function pinyinClues(syllables: readonly string[], clue: Clue): Clue[] {
  const text = syllables.join('');
  return text.length < MIN_PINYIN ? [] : [{ ...clue, by: 'pinyin', text, because: `拼音“${text}”` }];
}
