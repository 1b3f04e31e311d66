import { NUMBERED_KINDS, type NumberedKind, numberPattern } from '../src/core/records.ts';
import { isOtherwiseMeant, WITH_TEXT } from './line-words.ts';
import type { CardButton } from './model.ts';
import { type TargetKind, VERBS, type Verb } from './verbs.ts';

export { VERBS, type Verb };

/**
 * Every button is also a command. The text form *is* the action: a tap, a typed line, a
 * link that sends text and a test all end up here. What travels inside a platform's button is that text with a
 * version and the assignment the card was made for, so that an old card can be told from a new one.
 */
export interface Command {
  verb: Verb;
  /** `L1024`, `R88`, `activation-2026-11-23`; empty for verbs without a target. */
  target: string;
  /** What stands behind the target, trimmed, as it was typed. */
  rest: string;
}

/** Chinese keyboards type digits and letters in full width too. */
function numberOf(...kinds: readonly NumberedKind[]): RegExp {
  return new RegExp(`^${numberPattern(...kinds)}(?![\\d０-９])`, 'i');
}

const NUMBERS = Object.fromEntries(NUMBERED_KINDS.map((kind) => [kind, numberOf(kind)])) as Record<
  NumberedKind,
  RegExp
>;

const TARGET_PATTERNS: Record<TargetKind, RegExp> = {
  ...NUMBERS,
  about: numberOf('lead', 'customer'),
  asked: numberOf('lead', 'document', 'order'),
  report: /^[a-z][a-z0-9.-]{2,80}/i,
  import: /^imp-\S{1,120}/,
  none: /^/,
};

/** Longest word first, so that 导出今日待触达 is not read as another verb's word with a rest. */
const BY_WORD: [word: string, verb: Verb][] = (Object.keys(VERBS) as Verb[])
  .flatMap((verb) => VERBS[verb].words.map((word): [string, Verb] => [word, verb]))
  .sort((a, b) => b[0].length - a[0].length);

const BARE_ORDER = new RegExp(`^${numberPattern('order')}$`, 'i');
const NUMBER_FIRST = new RegExp(`^(${numberPattern(...NUMBERED_KINDS)})\\s+(\\S[\\s\\S]*)$`, 'i');

/** Reads `接单 L1024`, `接单L1024`, `L1024 接单`, `W101` or `L1024 改期 周五10点`; null when the text is no command. */
export function parseCommand(text: string): Command | null {
  const line = inOrder(text.trim());
  if (BARE_ORDER.test(line))
    return { verb: 'order-view', target: line.normalize('NFKC').toUpperCase(), rest: '' };
  const [, number, words = ''] = NUMBER_FIRST.exec(line) ?? [];
  if (!number) return readCommand(line);
  const read = readCommand(line) ?? readCommand(`${words} ${number}`) ?? readFlipped(number, words);
  // Whatever else stands behind an order's number is what it says.
  const isOrder = /^[WＷ]/i.test(number);
  return read ?? (isOrder ? readCommand(`补填 ${number} ${words}`) : null);
}

/** 把L1017转给王敏, L1017 分给王敏跟进 → 指派 L1017 王敏. */
function inOrder(line: string): string {
  const [, number, name] =
    /^(?:请|麻烦)?(?:帮我)?[把将]?\s*([LＬ][\d０-９]{1,9})\s*(?:这[条个])?(?:线索|客户|单子)?\s*(?:都)?(?:转|分|派|交|分配|指派|改派)(?:给|到)\s*(\p{Script=Han}{2,4}?)\s*(?:去?跟进?|负责|吧|处理)?[。!！]?$/iu.exec(
      line,
    ) ?? [];
  return number && name ? `${VERBS.assign.words[0]} ${number} ${name}` : line;
}

/** `改期 周五10点` behind a number. Words that may as well begin a record (已联系, 记录) are left to the notes. */
function readFlipped(number: string, words: string): Command | null {
  const [, word = '', rest = ''] = /^(\S+)\s+([\s\S]+)$/.exec(words) ?? [];
  const command = rest ? readCommand(`${word} ${number} ${rest}`) : null;
  return command && BEHIND_NUMBER.has(command.verb) ? command : null;
}

/** Verbs that make sense with a customer's name instead of a number: 查看 市一医院, 话术 王主任. */
const BY_NAME: ReadonlySet<Verb> = new Set([
  'view',
  'scripts',
  'why',
  'accept',
  'pass-on',
  'postpone',
  'retry',
  'remark',
  'tag',
  'untag',
  'assign',
  'nudge',
  'stage',
  'advance',
  'step-back',
  'lose',
  'reopen',
  'waive',
  'signing',
  'ask-support',
  'tick',
  'unlock',
  'customer-status',
]);
/** Verbs that may stand between the number and their words: L1024 改期 周五10点. */
const BEHIND_NUMBER: ReadonlySet<Verb> = new Set([
  'postpone',
  'retry',
  'remark',
  'assign',
  'order-assign',
  'order-return',
  'order-book',
  'order-step',
  'order-pause',
  'order-cancel',
  'order-reject',
  'order-fail',
]);
/** Verbs about a record; without its number they mean the newest: 撤销, 更正 已报价45万. */
const ON_LAST: ReadonlySet<Verb> = new Set(['confirm', 'correct', 'complete', 'undo']);

/** Reads `查看 浙大二院` or a bare `接单`: a verb about one lead that is not told by its number. */
export function parseNamedCommand(text: string): { verb: Verb; name: string } | null {
  const line = recordOfLeadFirst(text.trim());
  for (const [word, verb] of BY_WORD) {
    const whole = line === word || /^\s/.test(line.slice(word.length));
    if ((BY_NAME.has(verb) || ON_LAST.has(verb)) && line.startsWith(word) && whole)
      return { verb, name: line.slice(word.length).trim() };
  }
  return null;
}

/** L1004 撤销 → 撤销 L1004: the record of that lead. */
function recordOfLeadFirst(line: string): string {
  const [, number, word = '', rest = ''] = /^([LＬ][\d０-９]{1,9})\s+(\S+)\s*([\s\S]*)$/i.exec(line) ?? [];
  const isOnRecord = BY_WORD.some(([known, verb]) => known === word && ON_LAST.has(verb));
  return number && isOnRecord ? `${word} ${number} ${rest}`.trim() : line;
}

function readCommand(line: string): Command | null {
  for (const [word, verb] of BY_WORD) {
    if (!line.startsWith(word)) continue;
    const behind = line.slice(word.length).trimStart();
    const target = TARGET_PATTERNS[VERBS[verb].target].exec(behind)?.[0];
    if (target === undefined) continue;
    const rest = behind.slice(target.length).trim();
    // A verb without target or argument must be the whole line: 你好啊张主任 is a note, not a greeting.
    if (rest && VERBS[verb].target === 'none' && !TAKES_TEXT.has(verb)) continue;
    if (rest && isOtherwiseMeant(verb, line.slice(word.length))) continue;
    return {
      verb,
      // The letters of a report's or an import's name are small or large for a reason.
      target: /^(?:report|import)$/.test(VERBS[verb].target)
        ? target
        : target.normalize('NFKC').toUpperCase(),
      rest,
    };
  }
  return null;
}

const TAKES_TEXT: ReadonlySet<Verb> = new Set(WITH_TEXT);

export function commandText(verb: Verb, target = '', rest = ''): string {
  return [VERBS[verb].words[0], target, rest].filter(Boolean).join(' ');
}

export function button(
  label: string,
  verb: Verb,
  target = '',
  options: { id?: string; rest?: string; style?: CardButton['style']; disabled?: string | undefined } = {},
): CardButton {
  const { rest = '', style, disabled } = options;
  return {
    id: options.id ?? (rest ? `${verb}-${rest}` : verb),
    label,
    command: commandText(verb, target, rest),
    style,
    disabled,
  };
}

/**
 * Puts the choices made in a card's selects into its button's command: each at its first place, so that words of a
 * note that look like a place stay words. Choices are ids the card offered.
 */
export function fillCommand(template: string, values: Record<string, string>): string {
  return Object.entries(values).reduce((line, [id, value]) => line.replace(`{${id}}`, () => value), template);
}

/** What a platform's button carries. */
export interface WireAction {
  command: string;
  /** Key of the message the button stands on. */
  messageId: string;
}

const WIRE_VERSION = 'g1';

export function packAction(action: WireAction): string {
  return JSON.stringify([WIRE_VERSION, action.messageId, action.command]);
}

/** Null when it was not packed by this version: the card is out of date. */
export function unpackAction(text: string): WireAction | null {
  try {
    const parts: unknown = JSON.parse(text);
    if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== WIRE_VERSION) return null;
    const [, messageId, command] = parts;
    return typeof messageId === 'string' && typeof command === 'string' ? { messageId, command } : null;
  } catch {
    return null;
  }
}
