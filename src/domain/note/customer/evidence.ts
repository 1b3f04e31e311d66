/** What in a note points to which known customer. */
import type { Stretch } from '../prepared-text.ts';
import { soundsOf } from '../sounds.ts';
import { type Hit, longestHits } from '../trie.ts';
import type { KnownCustomer } from '../types.ts';
import { type Clue, cluesOf, type EvidenceKind, soundKey } from './clues.ts';
import { type AddressedPerson, addressedPeople, surnameOf, termsFor } from './people.ts';

export interface Evidence {
  /** Its place among the known customers. */
  customer: number;
  kind: EvidenceKind | 'phone';
  points: number;
  because: string;
  /** Where it stands; what is said twice in the same words counts where it stands first. */
  start: number;
  end: number;
  /** It may belong to somebody else: a reason to ask, which nothing makes sure. */
  isDoubtful?: boolean;
}

export interface FoundEvidence {
  /** Everything found, several of a kind for one customer too; `bestOfEach` keeps what counts. */
  evidence: Evidence[];
  /** Wherever a customer or contact is named. */
  stretches: Stretch[];
  /** Of these, the ones that are full names. */
  names: Stretch[];
}

const SOUNDS_LIKE_PERSON = 50;
const OTHER_TITLE = 40;
const INSIDE_LONGER_NAME = 40;
const DEPARTMENT_BONUS = 30;

interface Lead {
  customer: number;
  clue: Clue;
}

/** `text` is prepared. What stands inside a longer name of another customer is left out. */
export function findEvidence(text: string, customers: readonly KnownCustomer[]): FoundEvidence {
  const heard = soundsOf(text);
  const places: Record<Clue['by'], (key: string) => Stretch[]> = {
    spelling: (key) => spelledPlaces(text, key),
    sound: (key) => soundedPlaces(text, heard, key),
    pinyin: pinyinPlaces(text),
  };
  const leads = leadsIn(text, soundKey(heard), customers);
  const found = new Collection(text);
  // As written comes first; the others only where nothing was understood yet.
  for (const by of ['spelling', 'sound', 'pinyin'] as const) {
    const hits: Hit<Lead[]>[] = [];
    for (const [key, value] of leads[by]) {
      for (const { start, end } of places[by](key))
        if (found.isFree(start, end)) hits.push({ value, start, end });
    }
    for (const hit of longestHits(hits)) found.add(hit);
  }
  findPhones(text, customers, found);
  findVaguely(text, customers, found);
  return found.result();
}

/** The strongest of each kind for each customer. */
export function bestOfEach(evidence: readonly Evidence[]): Evidence[] {
  const best = new Map<string, Evidence>();
  for (const piece of evidence) {
    const key = `${piece.customer} ${piece.kind}`;
    const known = best.get(key);
    if (!known || known.points < piece.points) best.set(key, piece);
  }
  return [...best.values()];
}

/** The clues that occur in the note at all, those with the same text together. */
function leadsIn(text: string, heard: string, customers: readonly KnownCustomer[]) {
  const leads: Record<Clue['by'], Map<string, Lead[]>> = {
    spelling: new Map(),
    sound: new Map(),
    pinyin: new Map(),
  };
  const hasLatin = /[a-z]{3}/.test(text);
  customers.forEach((known, customer) => {
    for (const clue of cluesOf(known)) {
      const occurs =
        clue.by === 'pinyin' ? hasLatin : (clue.by === 'sound' ? heard : text).includes(clue.text);
      if (!occurs) continue;
      const group = leads[clue.by].get(clue.text);
      if (group) group.push({ customer, clue });
      else leads[clue.by].set(clue.text, [{ customer, clue }]);
    }
  });
  return leads;
}

function spelledPlaces(text: string, key: string): Stretch[] {
  const places: Stretch[] = [];
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + key.length)) {
    const place = { start: at, end: at + key.length };
    if (!isLatinInside(text, place)) places.push(place);
  }
  return places;
}

function soundedPlaces(text: string, heard: readonly string[], key: string): Stretch[] {
  const sounds = key.slice(1, -1).split('|');
  const places: Stretch[] = [];
  for (let at = 0; at + sounds.length <= heard.length; at++) {
    if (sounds.every((sound, i) => heard[at + i] === sound))
      places.push({ start: at, end: at + sounds.length });
  }
  return places.filter(({ start, end }) => /^\p{Script=Han}+$/u.test(text.slice(start, end)));
}

/** Latin words, alone and joined with up to three that follow: `zhao yuanzhang`. */
function pinyinPlaces(text: string): (key: string) => Stretch[] {
  const words = [...text.matchAll(/[a-z]+/g)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  const places = new Map<string, Stretch[]>();
  words.forEach((first, i) => {
    let typed = '';
    let end = first.start;
    for (const word of words.slice(i, i + 4)) {
      if (typed.length > 60 || text.slice(end, word.start).trim() !== '') break;
      typed += text.slice(word.start, word.end);
      end = word.end;
      places.set(typed, [...(places.get(typed) ?? []), { start: first.start, end }]);
    }
  });
  return (key) => places.get(key) ?? [];
}

function findPhones(text: string, customers: readonly KnownCustomer[], found: Collection): void {
  for (const { index: start, 0: typed } of text.matchAll(/(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/g)) {
    const digits = typed.replace(/\D/g, '');
    customers.forEach(({ contacts }, customer) => {
      const contact = contacts.find(({ phone = '' }) => phone.replace(/\D/g, '').endsWith(digits));
      if (!contact) return;
      const end = start + typed.length;
      found.note({ customer, kind: 'phone', points: 100, because: `${contact.name}的电话`, start, end });
      found.cover({ start, end });
    });
  }
}

/** 章主任 may be 张主任, 张科长 may be the 张 who is 主任: reasons to ask, none to be sure. */
function findVaguely(text: string, customers: readonly KnownCustomer[], found: Collection): void {
  const unknown = new Map<string, AddressedPerson>();
  for (const person of addressedPeople(text)) {
    const typed = text.slice(person.start, person.end);
    if (found.isFree(person.start, person.end) && !unknown.has(typed)) unknown.set(typed, person);
  }
  for (const person of unknown.values()) {
    customers.forEach(({ contacts }, customer) => {
      for (const { name, title = '' } of contacts) {
        const points = vaguePoints(surnameOf(name), title, person);
        if (points === 0) continue;
        const because = `联系人${name}，称呼不完全相符`;
        found.note({ customer, kind: 'person', points, because, start: person.start, end: person.end });
        found.cover(person);
      }
    });
  }
}

function vaguePoints(surname: string, title: string, person: AddressedPerson): number {
  if (surname === person.surname) return OTHER_TITLE;
  const isHomophone = soundsOf(surname).join() === soundsOf(person.surname).join();
  return isHomophone && termsFor(title).terms.includes(person.term) ? SOUNDS_LIKE_PERSON : 0;
}

/** Keeps the best evidence and what of the text it covers. */
class Collection {
  private readonly text: string;
  private readonly covered: Uint8Array;
  private readonly pieces: Evidence[] = [];
  private readonly stretches: Stretch[] = [];
  private readonly names: Stretch[] = [];
  private readonly seen = new Set<string>();

  constructor(text: string) {
    this.text = text;
    this.covered = new Uint8Array(text.length);
  }

  isFree(start: number, end: number): boolean {
    return !this.covered.subarray(start, end).includes(1);
  }

  add({ value, start, end }: Hit<Lead[]>): void {
    this.cover({ start, end });
    const isInside = !mayBegin(this.text, start);
    if (value.some(({ clue }) => clue.isName)) this.names.push({ start, end });
    // The same words again say the same again.
    const key = `${isInside} ${this.text.slice(start, end)}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    for (const { customer, clue } of value) {
      const weight = this.weigh(clue, isInside);
      // 浙大儿院 sounds like 浙大二院: a number is told by its character.
      const isOther = clue.spelt !== undefined && numbersDiffer(clue.spelt, this.text.slice(start, end));
      const points = isOther ? Math.min(weight.points, INSIDE_LONGER_NAME) : weight.points;
      this.note({
        customer,
        kind: clue.kind,
        start,
        end,
        ...weight,
        points,
        ...(isOther && { isDoubtful: true }),
      });
    }
  }

  note(evidence: Evidence): void {
    this.pieces.push(evidence);
  }

  cover(stretch: Stretch): void {
    this.covered.fill(1, stretch.start, stretch.end);
    this.stretches.push({ start: stretch.start, end: stretch.end });
  }

  result(): FoundEvidence {
    return { evidence: this.pieces, stretches: this.stretches, names: this.names };
  }

  private weigh({ points, because, mustBegin, department }: Clue, isInside: boolean) {
    if (mustBegin && isInside) return { points: INSIDE_LONGER_NAME, because };
    // 检验科 somewhere in the note tells the one 李主任 from the other.
    if (!department || !this.text.includes(department)) return { points, because };
    return { points: points + DEPARTMENT_BONUS, because: `${because}（${department}）` };
  }
}

function numbersDiffer(known: string, typed: string): boolean {
  const numbers = /[一二三四五六七八九十]/;
  return [...known].some(
    (char, i) => char !== typed[i] && (numbers.test(char) || numbers.test(typed[i] ?? '')),
  );
}

function isLatinInside(text: string, { start, end }: Stretch): boolean {
  const isLatin = (index: number) => /[a-z0-9]/.test(text[index] ?? '');
  return (
    (isLatin(start) && isLatin(start - 1)) ||
    (isLatin(end - 1) && isLatin(end) && /[a-z]/.test(text[end - 1] ?? ''))
  );
}

/** After a character that may stand before a name, or after none. */
function mayBegin(text: string, at: number): boolean {
  const before = text[at - 1] ?? ' ';
  return (
    !/\p{Script=Han}/u.test(before) ||
    /[去到在和跟与找给回见访约来从及了的是谈打陪向对问完过刚说等]/.test(before)
  );
}
