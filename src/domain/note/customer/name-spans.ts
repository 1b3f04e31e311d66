/** Where a note may name somebody: what of each clause is left once all that is understood is taken out. */
import { CLAUSE_BREAK, type Stretch } from '../prepared-text.ts';
import type { Words } from '../vocabulary.ts';

export interface NameSpan extends Stretch {
  /** Stands first in its clause, apart from what is understood. */
  isFirst: boolean;
  /** Nothing else stands in its clause. */
  isWhole: boolean;
  /** The place of its clause among those that hold any word, from 0. */
  clause: number;
}

/** Words of grammar that may stand before a name: whom somebody went to, called or wrote to, and when. */
const BEFORE_NAME = new Set(
  (
    '我 我们 咱们 他 她 他们 客户 老客户 新客户 去 去了 去趟 到 到了 来 来到 跑 跑了 跑趟 拜访 拜访了 走访 走访了 回访 回访了 见 见了 见到 约 约了 约好 ' +
    '给 跟 和 与 同 找 找了 对 从 在 为 向 帮 替 陪 往 把 联系 联系了 打 打了 打给 发给 寄给 送 送到 送给 发 寄 接到 接了 电话 电联 微信 了 过 趟 一趟 一下 个 又 再 还 还有 ' +
    '已 已经 也 都 就 先 正 正在 刚 刚刚 刚才 今天 今早 今日 昨天 昨日 昨晚 前天 明天 上午 下午 中午 早上 晚上 上周 下周 本周 这周 周一 周二 周三 周四 周五 ' +
    '关于 另外 顺便 顺路 然后 现在 目前 准备 打算 计划 需要 要 想 能 可以 请 麻烦 记 记录 记一下 补记 更新'
  ).split(' '),
);
/** Words of grammar that end a name which has begun. */
const AFTER_NAME = new Set(
  (
    '的 了 着 过 要 说 讲 嫌 让 叫 想 问 是 在 有 没 没有 不 也 都 就 才 又 再 还 已 已经 刚 刚刚 给 跟 和 与 对 把 被 来 去 到 从 向 ' +
    '那边 这边 那里 这里 那儿 这儿 方面 那个 这个 他们 我们 觉得 认为 希望 需要 想要 打算 准备 反馈 表示 答应 同意 回复 回来 出来 过来 过去 打来 ' +
    '目前 现在 今天 昨天 明天 上午 下午 暂时 可能 应该 估计 大概 一直 马上 正在 因为 所以 但 但是 如果'
  ).split(' '),
);
const NAME_CHARACTER = /[\p{Script=Han}a-z]/u;
/** No name people type is longer. */
const MAX_SPAN = 24;

/**
 * In the order of the text. `explained` is what the note says and whom of the book it names; the words cut by the
 * segmenter keep 和 in 和记 from being read as "and". Without them each character stands for itself.
 */
export function nameSpans(text: string, explained: readonly Stretch[], words: Words | undefined): NameSpan[] {
  const isExplained = new Uint8Array(text.length);
  for (const { start, end } of explained) isExplained.fill(1, start, end);
  const spans: NameSpan[] = [];
  let clause = 0;
  for (const { start, end } of clausesOf(text)) {
    const found = spansIn({ text, start, end, isExplained, words });
    spans.push(
      ...found.map((span, i) => ({
        ...span,
        isFirst: i === 0,
        isWhole: span.start === start && span.end === end,
        clause,
      })),
    );
    clause++;
  }
  return spans;
}

function clausesOf(text: string): Stretch[] {
  const clauses: Stretch[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !CLAUSE_BREAK.test(text[at] ?? '')) continue;
    if (at > start) clauses.push({ start, end: at });
    start = at + 1;
  }
  return clauses;
}

interface Clause extends Stretch {
  text: string;
  isExplained: Uint8Array;
  words: Words | undefined;
}

function spansIn(clause: Clause): Stretch[] {
  const spans: Stretch[] = [];
  let at = clause.start;
  while (at < clause.end) {
    const start = skip(clause, at);
    const end = endOfName(clause, start);
    if (end - start >= 2) spans.push({ start, end });
    at = Math.max(end, start + 1);
  }
  return spans;
}

function skip(clause: Clause, from: number): number {
  let at = from;
  while (at < clause.end) {
    const end = wordAt(clause, at);
    const word = clause.text.slice(at, end);
    if (!clause.isExplained[at] && NAME_CHARACTER.test(word) && !BEFORE_NAME.has(word)) return at;
    at = clause.isExplained[at] ? at + 1 : end;
  }
  return at;
}

function endOfName(clause: Clause, start: number): number {
  let at = start;
  while (at < clause.end && at - start < MAX_SPAN) {
    const end = wordAt(clause, at);
    const word = clause.text.slice(at, end);
    if (clause.isExplained[at] || !NAME_CHARACTER.test(word)) break;
    if (at > start && AFTER_NAME.has(word)) break;
    at = end;
  }
  return at;
}

/** The end of the word at `at`, no further than the clause and what is explained. */
function wordAt({ text, end: limit, isExplained, words }: Clause, at: number): number {
  const word = words?.[at];
  let end = at + (String.fromCodePoint(text.codePointAt(at) ?? 32).length || 1);
  if (word && word.start === at) end = word.end;
  end = Math.min(end, limit);
  const free = isExplained[at] ?? 0;
  for (let i = at + 1; i < end; i++) if ((isExplained[i] ?? 0) !== free) return i;
  return end;
}
