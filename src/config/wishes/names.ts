/** Names, lists and values within a wish, read and checked. */
import { closest } from '../../core/suggest.ts';
import { cleanText } from '../../domain/normalise/text.ts';
import { WishProblem } from './wish.ts';

/** More at once is a table, not a line. */
const MAX_AT_ONCE = 20;
/** What people can still choose from on a phone. */
export const MAX_IN_LIST = 100;
const MAX_CHOICES = 6;

/** `A、B C`: the names in it, each once. */
export function splitNames(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
}

/** @throws WishProblem for none, too many, or a name that cannot be one */
export function newNames(text: string, what: string, max: number, form: string): string[] {
  const names = splitNames(text);
  if (!names.length) throw new WishProblem(`请写明${what}，例如：${form}`);
  if (names.length > MAX_AT_ONCE)
    throw new WishProblem(`一次最多加 ${MAX_AT_ONCE} 个${what}，您写了 ${names.length} 个，请分几次发`);
  return names.map((name) => newName(name, what, max));
}

/** @throws WishProblem for what cannot be typed again or would be taken for something else */
export function newName(text: string, what: string, max: number): string {
  const name = cleanText(text, { max: max + 1, keepWidth: true });
  if (!name) throw new WishProblem(`${what}不能是空的`);
  if (name.length > max) throw new WishProblem(`${what}最多 ${max} 个字：「${name.slice(0, max)}…」太长`);
  if (!/[\p{L}\p{N}]/u.test(name)) throw new WishProblem(`「${name}」里没有字，不能作${what}`);
  if (/^[LCRDG]\d+$/i.test(name)) throw new WishProblem(`「${name}」像一个编号，不能作${what}`);
  if (/[{}[\]<>|`*&\\"]/.test(name))
    throw new WishProblem(`${what}「${name}」里不能有 {} [] <> | * & \\ 这样的符号`);
  return name;
}

export interface Named {
  label: string;
  id?: string | undefined;
  words?: readonly string[] | undefined;
}

/**
 * The one people mean: by its name, id or one of its other words.
 * @param form the whole line with another name in its place
 * @throws WishProblem with the nearest name, or the names there are
 */
export function pick<T extends Named>(
  name: string,
  among: readonly T[],
  what: string,
  form: (label: string) => string,
): T {
  const wanted = fold(name);
  const found =
    among.find(({ label }) => fold(label) === wanted) ??
    among.find(({ id }) => id === name) ??
    only(among.filter(({ words = [] }) => words.some((word) => fold(word) === wanted)));
  if (found) return found;
  const labels = among.map(({ label }) => label);
  if (!labels.length) throw new WishProblem(`打法里还没有${what}`);
  const near =
    closest(name, labels) ?? labels.find((label) => name && (label.includes(name) || name.includes(label)));
  if (near !== undefined)
    throw new WishProblem(`没有叫「${shown(name)}」的${what}。您是不是想写：${form(near)}`, [form(near)]);
  const choices = labels.slice(0, MAX_CHOICES).map(form);
  const start = name ? `没有叫「${shown(name)}」的${what}` : `请写明是哪个${what}`;
  throw new WishProblem(`${start}。可以写：${listed(labels)}。例如：${form(labels[0] ?? '')}`, choices);
}

/** The longest name that `text` begins with, and what stands behind it. */
export function pickAhead<T extends Named>(
  text: string,
  among: readonly T[],
): { found: T; rest: string } | undefined {
  const named = among
    .flatMap((found) => [found.label, ...(found.words ?? [])].map((name) => ({ found, name })))
    .filter(({ name }) => fold(text).startsWith(fold(name)))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return named && { found: named.found, rest: text.slice(named.name.length).trim() };
}

export function listed(labels: readonly string[], max = 20): string {
  return labels.slice(0, max).join('、') + (labels.length > max ? ` 等 ${labels.length} 个` : '');
}

function shown(name: string): string {
  return name.length > 20 ? `${name.slice(0, 20)}…` : name;
}

/** Full and half width are one. Length stays, so that what follows can be cut off by it. */
function fold(text: string): string {
  return text.toLowerCase().replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
