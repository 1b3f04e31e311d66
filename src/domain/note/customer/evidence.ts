/** What in a note points to which known customer. */
import { overlaps, type Stretch } from '../prepared-text.ts';
import { soundsOf, syllablesOf } from '../sounds.ts';
import { type Hit, longestHits, Trie } from '../trie.ts';
import type { KnownCustomer } from '../types.ts';
import { type NameForm, nameForms } from './organisation-names.ts';
import {
  type AddressedPerson,
  addressedPeople,
  addressesOf,
  departmentOf,
  surnameOf,
  termsFor,
} from './people.ts';

export type EvidenceKind = 'organisation' | 'place' | 'person' | 'phone';

export interface Evidence extends Stretch {
  customer: number;
  kind: EvidenceKind;
  points: number;
  because: string;
  /** Leaves no doubt about the words, so that nothing else is to be read into them (方明上午 is not 明上午). */
  isName?: boolean;
}

type Clue = Omit<Evidence, keyof Stretch> & { mustBegin?: boolean; department?: string };

/** How a name typed in pinyin, by its initials or with a wrong character compares to the name itself. */
const PINYIN_LOSS = 10;
const HOMOPHONE_LOSS = 15;
const INITIALS_POINTS = 72;
const MIN_INITIALS = 4;
const SOUNDS_LIKE_PERSON = 50;
const OTHER_TITLE = 40;
const INSIDE_LONGER_NAME = 40;
const DEPARTMENT_BONUS = 30;

export class CustomerIndex {
  private readonly spelled = new Trie<Clue>();
  private readonly sounded = new Trie<Clue>();
  private readonly typedInPinyin = new Map<string, Clue[]>();
  private readonly customers: readonly KnownCustomer[];

  constructor(customers: readonly KnownCustomer[]) {
    this.customers = customers;
    customers.forEach((customer, at) => {
      for (const form of nameForms(customer.name, customer.aliases)) this.addForm(form, at);
      for (const contact of customer.contacts) this.addContact(contact, at);
    });
  }

  /** All evidence in `text` (prepared), what overlaps a longer name of another customer left out. */
  find(text: string): Evidence[] {
    const spelled = longestHits(this.spelledIn(text)).map(({ value, ...stretch }) => {
      const isFromThere = value.department !== undefined && text.includes(value.department);
      return evidenceOf({ ...stretch, value: isFromThere ? inDepartment(value) : value });
    });
    const free = (stretch: Stretch) => !spelled.some((known) => overlaps(known, stretch));
    const sounded = longestHits(this.soundedIn(text)).map(evidenceOf).filter(free);
    const latin = this.pinyinIn(text).filter(free);
    const certain = [...spelled, ...sounded, ...latin, ...this.phonesIn(text)];
    const vague = addressedPeople(text).filter((person) => !certain.some((known) => covers(known, person)));
    return [...certain, ...vague.flatMap((person) => this.vaguely(person))];
  }

  private addForm(form: NameForm, customer: number): void {
    const kind = form.isPlace ? 'place' : 'organisation';
    const clue: Clue = {
      customer,
      kind,
      points: form.points,
      because: form.isPlace ? `在${form.text}` : `客户“${form.text}”`,
      mustBegin: form.mustBegin,
      isName: form.points >= 95,
    };
    this.spelled.add(form.text, clue);
    if (form.isPlace || !/^\p{Script=Han}+$/u.test(form.text)) return;
    if (form.text.length >= 3 && form.points >= 70) {
      const points = form.points - HOMOPHONE_LOSS;
      this.sounded.add(soundsOf(form.text), {
        ...clue,
        points,
        isName: false,
        because: `读音像“${form.text}”`,
      });
    }
    if (form.points >= 70) {
      this.addPinyin(syllablesOf(form.text), true, {
        ...clue,
        points: form.points - PINYIN_LOSS,
        isName: false,
      });
    }
  }

  private addContact(contact: KnownCustomer['contacts'][number], customer: number): void {
    const department = departmentOf(contact.title ?? '');
    for (const { text, points, syllables } of addressesOf(contact)) {
      const clue: Clue = {
        customer,
        kind: 'person',
        points,
        because: `联系人${contact.name}`,
        isName: points >= 90,
        department,
      };
      this.spelled.add(text, clue);
      if (syllables)
        this.addPinyin(syllables, false, {
          ...clue,
          points: Math.max(points - PINYIN_LOSS, 72),
          isName: false,
        });
    }
  }

  private addPinyin(syllables: readonly string[], byInitialsToo: boolean, clue: Clue): void {
    const whole = syllables.join('');
    if (whole.length >= 5) this.addTyped(whole, { ...clue, because: `拼音“${whole}”` });
    const initials = syllables.map((syllable) => syllable.slice(0, 1)).join('');
    if (!byInitialsToo || initials.length < MIN_INITIALS) return;
    this.addTyped(initials, {
      ...clue,
      points: Math.min(clue.points, INITIALS_POINTS),
      because: `首字母“${initials}”`,
    });
  }

  private addTyped(typed: string, clue: Clue): void {
    const clues = this.typedInPinyin.get(typed);
    if (clues) clues.push(clue);
    else this.typedInPinyin.set(typed, [clue]);
  }

  private spelledIn(text: string): Hit<Clue>[] {
    return [...this.spelled.in(text)].flatMap((hit) => {
      if (isLatinInside(text, hit)) return [];
      const isInside = hit.value.mustBegin && !mayBegin(text, hit.start);
      return [isInside ? { ...hit, value: { ...hit.value, points: INSIDE_LONGER_NAME } } : hit];
    });
  }

  private soundedIn(text: string): Hit<Clue>[] {
    const sounds = soundsOf(text);
    return [...this.sounded.in(sounds)].filter(({ start, end, value }) => {
      const typed = text.slice(start, end);
      const meant = value.because.slice(4, -1);
      return typed !== meant && [...typed].some((char, i) => char === meant[i]);
    });
  }

  /** Latin words, alone and joined with up to three that follow: `zhao yuanzhang`. */
  private pinyinIn(text: string): Evidence[] {
    const words = [...text.matchAll(/[a-z]+/g)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }));
    const hits: Hit<Clue>[] = [];
    words.forEach((first, i) => {
      let typed = '';
      let end = first.start;
      for (const word of words.slice(i, i + 4)) {
        if (typed.length > 60 || text.slice(end, word.start).trim() !== '') break;
        typed += text.slice(word.start, word.end);
        end = word.end;
        for (const value of this.typedInPinyin.get(typed) ?? [])
          hits.push({ value, start: first.start, end });
      }
    });
    return longestHits(hits).map(evidenceOf);
  }

  private phonesIn(text: string): Evidence[] {
    return [...text.matchAll(/(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/g)].flatMap((match) => {
      const digits = match[0].replace(/\D/g, '');
      const stretch = { start: match.index, end: match.index + match[0].length };
      return this.customers.flatMap(({ contacts }, customer): Evidence[] => {
        const contact = contacts.find(({ phone = '' }) => phone.replace(/\D/g, '').endsWith(digits));
        return contact
          ? [{ ...stretch, customer, kind: 'phone', points: 100, because: `${contact.name}的电话` }]
          : [];
      });
    });
  }

  /** 章主任 may be 张主任, 张科长 may be the 张 who is 主任: reasons to ask, none to be sure. */
  private vaguely(person: AddressedPerson): Evidence[] {
    return this.customers.flatMap(({ contacts }, customer) =>
      contacts.flatMap(({ name, title = '' }): Evidence[] => {
        const surname = surnameOf(name);
        const points = vaguePoints(surname, title, person);
        if (points === 0) return [];
        const { start, end } = person;
        return [{ start, end, customer, kind: 'person', points, because: `联系人${name}，称呼不完全相符` }];
      }),
    );
  }
}

function vaguePoints(surname: string, title: string, person: AddressedPerson): number {
  if (surname === person.surname) return OTHER_TITLE;
  const isHomophone = soundsOf(surname).join() === soundsOf(person.surname).join();
  return isHomophone && termsFor(title).terms.includes(person.term) ? SOUNDS_LIKE_PERSON : 0;
}

/** 检验科 somewhere in the note tells the one 李主任 from the other. */
function inDepartment(clue: Clue): Clue {
  return {
    ...clue,
    points: clue.points + DEPARTMENT_BONUS,
    because: `${clue.because}（${clue.department}）`,
  };
}

function evidenceOf({ value: { mustBegin: _, department: __, ...clue }, start, end }: Hit<Clue>): Evidence {
  return { ...clue, start, end };
}

function covers(outer: Evidence, inner: Stretch): boolean {
  return outer.kind === 'person' && outer.start <= inner.start && outer.end >= inner.end;
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
