/** What the layouts of the set share. */
import type { Truth } from '../forms.ts';
import type { Paper } from '../varied/paper.ts';
import { chinese, type Facts } from '../varied/stock.ts';

/** What makes a value hard to read; `plain` is none of it. */
export type Kind =
  | 'plain'
  | 'other wording'
  | 'two lines'
  | 'broken label'
  | 'column head'
  | 'in its label’s cell'
  | 'sentence'
  | 'one of two alike'
  | 'range'
  | 'tick'
  | 'unclear tick'
  | 'more than the value';

export interface KindLayout {
  name: string;
  template: string;
  draw: (facts: Facts) => { paper: Paper; values: Record<string, readonly [Truth[string], Kind]> };
}

export const tickKind = (said: string | null): Kind => (said === null ? 'unclear tick' : 'tick');

/** 2026年3月5日至4月2日: the year is written once. */
export function shortRange(start: string, end: string, between: string): string {
  const [year, month, day] = end.split('-').map(Number);
  const sameYear = start.startsWith(`${year}-`);
  return `${chinese(start)}${between}${sameYear ? '' : `${year}年`}${month}月${day}日`;
}

/** 2026-03-05 → 二〇二六年三月五日 */
export function inCharacters(day: string): string {
  const digits = '〇一二三四五六七八九';
  const [year = '', month = '', date = ''] = day.split('-');
  const number = (n: number) => {
    const ten = Math.floor(n / 10);
    return `${ten > 1 ? digits[ten] : ''}${ten ? '十' : ''}${n % 10 ? digits[n % 10] : ''}`;
  };
  return `${[...year].map((d) => digits[Number(d)]).join('')}年${number(Number(month))}月${number(Number(date))}日`;
}
