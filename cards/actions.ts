import { NUMBERED_KINDS, type NumberedKind, numberPattern, type RecordKind } from '../src/core/records.ts';
import { CHANGE_WORDS, isOtherwiseMeant, WITH_TEXT } from './line-words.ts';
import type { CardButton } from './model.ts';

/**
 * Every button is also a command. The text form *is* the action: a tap, a typed line, a
 * link that sends text and a test all end up here. What travels inside a platform's button is that text with a
 * version and the assignment the card was made for, so that an old card can be told from a new one.
 * Longer than 300 lines, for the table of verbs and what reads it belong together.
 */
export const VERBS = {
  accept: { words: ['接单'], target: 'lead' },
  touched: { words: ['已联系', '已触达'], target: 'lead' },
  'pass-on': { words: ['转出', '转交'], target: 'lead' },
  assign: { words: ['指派', '改派'], target: 'lead' },
  nudge: { words: ['催办', '催一下'], target: 'lead' },
  'assign-many': { words: ['批量指派'], target: 'none' },
  'assign-all': { words: ['全部分配'], target: 'none' },
  unassigned: { words: ['待分配'], target: 'none' },
  overdue: { words: ['超时线索', '超时未联系', '超时未跟进'], target: 'none' },
  why: { words: ['为什么是我', '分配依据'], target: 'lead' },
  view: { words: ['查看', '详情'], target: 'lead' },
  scripts: { words: ['话术'], target: 'lead' },
  postpone: { words: ['推迟', '改期'], target: 'lead' },
  'own-project': { words: ['另立项目'], target: 'lead' },
  'same-project': { words: ['同一项目'], target: 'lead' },
  merge: { words: ['合并', '合并客户'], target: 'about' },
  split: { words: ['拆开', '拆分'], target: 'about' },
  'not-same': { words: ['不是同一家'], target: 'about' },
  'give-customer': { words: ['客户归'], target: 'about' },
  'customer-status': { words: ['客户状态'], target: 'about' },
  group: { words: ['建群'], target: 'lead' },
  retry: { words: ['再打'], target: 'lead' },
  log: { words: ['记录', '记到客户'], target: 'about' },
  remark: { words: ['备注'], target: 'about' },
  complete: { words: ['补充'], target: 'interaction' },
  visit: { words: ['拜访', '上门拜访'], target: 'lead' },
  helped: { words: ['有帮助'], target: 'interaction' },
  'use-script': { words: ['用话术'], target: 'lead' },
  'visit-points': { words: ['拜访得分'], target: 'interaction' },
  tag: { words: ['标签', '加标签', '打标签'], target: 'about' },
  untag: { words: ['去掉标签', '去标签', '删标签', '取消标签'], target: 'about' },
  stage: { words: ['阶段'], target: 'lead' },
  advance: { words: ['推进'], target: 'lead' },
  'step-back': { words: ['退回'], target: 'lead' },
  lose: { words: ['丢单', '失单'], target: 'lead' },
  reopen: { words: ['重新打开', '撤销成交'], target: 'lead' },
  signing: { words: ['预计签约'], target: 'lead' },
  'ask-support': { words: ['请主管支持', '请支持'], target: 'lead' },
  waive: { words: ['放行'], target: 'lead' },
  tick: { words: ['勾选'], target: 'lead' },
  approve: { words: ['批准'], target: 'lead' },
  reject: { words: ['驳回'], target: 'lead' },
  unlock: { words: ['解锁'], target: 'lead' },
  adopt: { words: ['采纳'], target: 'lead' },
  drop: { words: ['不采纳'], target: 'lead' },
  confirm: { words: ['确认'], target: 'interaction' },
  correct: { words: ['更正', '修改'], target: 'interaction' },
  undo: { words: ['撤销', '撤回'], target: 'interaction' },
  'document-view': { words: ['看文件'], target: 'document' },
  'document-set': { words: ['填写'], target: 'document' },
  'document-check': { words: ['核对'], target: 'document' },
  'document-type': { words: ['文件类型'], target: 'document' },
  'document-customer': { words: ['文件客户'], target: 'document' },
  'document-picture': { words: ['看原图'], target: 'document' },
  'document-file': { words: ['归档'], target: 'document' },
  'document-discard': { words: ['不归档'], target: 'document' },
  'document-another': { words: ['不是同一份'], target: 'document' },
  'document-undo': { words: ['撤销归档'], target: 'document' },
  'template-propose': { words: ['新表单'], target: 'document' },
  'template-name': { words: ['表单名'], target: 'document' },
  'template-item': { words: ['表单项'], target: 'document' },
  'template-publish': { words: ['发布表单'], target: 'document' },
  'template-drop': { words: ['放弃表单'], target: 'document' },
  'template-withdraw': { words: ['撤回表单'], target: 'document' },
  'ask-field': { words: ['补填'], target: 'lead' },
  'ask-waive': { words: ['请放行', '申请放行'], target: 'lead' },
  'ask-answer': { words: ['回答', '填写', '填'], target: 'asked' },
  'ask-later': { words: ['稍后'], target: 'asked' },
  // Before what leaves questions: 取消 W101 is about the order.
  'order-cancel': { words: ['取消', '取消工单'], target: 'order' },
  'ask-cancel': { words: ['取消'], target: 'asked' },
  'ask-on': { words: ['继续'], target: 'asked' },
  'order-view': { words: ['查看', '工单', '详情'], target: 'order' },
  'order-accept': { words: ['接单'], target: 'order' },
  'order-assign': { words: ['转派', '指派', '改派', '转交'], target: 'order' },
  'order-return': { words: ['退回', '退单'], target: 'order' },
  'order-book': { words: ['约', '约时间', '改期'], target: 'order' },
  'order-step': { words: ['步骤', '做完', '勾选'], target: 'order' },
  'order-finish': { words: ['完成', '办结'], target: 'order' },
  'order-fail': { words: ['未完成', '没做成'], target: 'order' },
  'order-pause': { words: ['暂停'], target: 'order' },
  'order-resume': { words: ['恢复'], target: 'order' },
  'order-approve': { words: ['同意', '批准'], target: 'order' },
  'order-reject': { words: ['驳回', '不同意'], target: 'order' },
  'order-fill': { words: ['补填'], target: 'order' },
  orders: { words: ['工单', '我的工单', '工单列表'], target: 'none' },
  'order-open': { words: ['开单', '开工单', '新工单'], target: 'none' },
  'import-as': { words: ['导入方式'], target: 'import' },
  'undo-import': { words: ['撤销导入'], target: 'import' },
  details: { words: ['明细', '看明细'], target: 'report' },
  'figure-rows': { words: ['指标明细'], target: 'none' },
  figures: { words: ['指标'], target: 'none' },
  'export-today': { words: ['导出今日待触达'], target: 'none' },
  today: { words: ['今日待触达', '今日待办', '今日重点'], target: 'none' },
  board: { words: ['看板', '今日看板'], target: 'none' },
  pages: { words: ['网页', '打开网页'], target: 'none' },
  terms: { words: ['名词', '术语', '名词解释'], target: 'none' },
  away: { words: ['请假', '暂停接单'], target: 'none' },
  back: { words: ['恢复接单', '销假'], target: 'none' },
  leaver: { words: ['离职'], target: 'none' },
  'inherit-customers': { words: ['客户交接'], target: 'none' },
  returner: { words: ['复职'], target: 'none' },
  words: { words: ['词汇建议'], target: 'none' },
  'change-method': { words: CHANGE_WORDS, target: 'none' },
  'tag-list': { words: ['加标签'], target: 'none' },
  'publish-change': { words: ['发布规则'], target: 'change' },
  'drop-change': { words: ['放弃规则'], target: 'change' },
  'undo-change': { words: ['撤回规则'], target: 'change' },
  'roll-back': { words: ['回退规则'], target: 'none' },
  rules: { words: ['规则', '打法'], target: 'none' },
  'try-leads': { words: ['试跑'], target: 'none' },
  'add-word': { words: ['加词汇'], target: 'none' },
  'drop-word': { words: ['去词汇'], target: 'none' },
  'new-lead': { words: ['新线索', '新增线索', '录入线索', '录线索', '新建线索', '登记线索'], target: 'none' },
  'new-customer': { words: ['新客户'], target: 'none' },
  help: { words: ['帮助', '菜单', '你好', '？', '?'], target: 'none' },
} as const satisfies Record<string, { words: readonly string[]; target: TargetKind }>;

export type Verb = keyof typeof VERBS;
/** A kind of record; `about`: a lead, or a customer by its number; `asked`: whatever questions are asked about. */
export type TargetKind = RecordKind | 'about' | 'asked' | 'none';

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
