/** What becomes of a customer: it moves, closes, opens again (A6). */
import type { Customer } from './customer.ts';
import { cleanText } from './normalise/text.ts';

export interface StandingWish {
  lifecycle: Customer['lifecycle'];
  words: string;
  /** The new address, when one was given. */
  address?: string | undefined;
}

const MAX_ADDRESS = 200;

/** Words for each, the longest first where one begins another. */
const WORDS: readonly [Customer['lifecycle'], RegExp, string][] = [
  ['active', /^(?:恢复正常|恢复营业|重新营业|重新开业|正常营业|正常|在营)/, '正常'],
  ['moved', /^(?:已经?)?(?:搬迁|搬家|迁址|搬走|搬)(?:了|到|至)?/, '已搬迁'],
  ['closed', /^(?:已经?)?(?:被)?(?:注销|吊销)(?:了)?/, '已注销'],
  ['closed', /^(?:已经?)?(?:暂停营业|停业|歇业|停诊)(?:了)?/, '停业'],
  ['closed', /^(?:已经?)?(?:关闭|关门|关停|倒闭|破产|撤销|解散)(?:了)?/, '已关闭'],
];

/** `已搬迁 新地址 杭州市…`, `已注销`, `停业`, `正常`; null for other words. */
export function readStanding(text: string): StandingWish | null {
  const line = cleanText(text, { max: 2 * MAX_ADDRESS });
  for (const [lifecycle, pattern, words] of WORDS) {
    const said = pattern.exec(line)?.[0];
    if (said === undefined) continue;
    const rest = line
      .slice(said.length)
      .replace(/^[\s,，;；。:：]*(?:新?地址|新址)?(?:是|为|改为|改成|在)?[\s:：]*/u, '');
    const address = lifecycle === 'closed' ? '' : rest.slice(0, MAX_ADDRESS);
    // 已注销 with more behind it is understood no better than other words.
    if (lifecycle === 'closed' && rest) return null;
    return { lifecycle, words, ...(address && { address }) };
  }
  return null;
}

export function withStanding(
  customer: Customer,
  wish: StandingWish,
  by: { by: string; now: Date },
): Pick<Customer, 'lifecycle' | 'address' | 'standing'> {
  const { lifecycle, address, standing } = customer;
  // One step back is enough; a chain of all that was ever said would grow without end.
  const before = {
    lifecycle,
    address,
    ...(standing && { standing: { ...standing, before: { lifecycle } } }),
  };
  return {
    lifecycle: wish.lifecycle,
    address: wish.address ?? address,
    standing: { words: wish.words, at: by.now, by: by.by, before },
  };
}

/** As it was before the newest word on it; undefined when nothing was said. */
export function standingTakenBack({
  standing,
}: Customer): Pick<Customer, 'lifecycle' | 'address' | 'standing'> | undefined {
  if (!standing) return undefined;
  const { lifecycle, address, standing: earlier } = standing.before;
  return { lifecycle, address, standing: earlier };
}

/** What stands in the way of a visit or a letter; undefined of a customer that is where it was. */
export function standingWarning({ lifecycle, standing, address }: Customer): string | undefined {
  if (lifecycle === 'active') return undefined;
  const words = standing?.words ?? (lifecycle === 'moved' ? '已搬迁' : '已关闭');
  const isNew = lifecycle === 'moved' && address !== standing?.before.address;
  if (lifecycle === 'moved')
    return isNew && address ? `${words}，新地址 ${address}` : `${words}，新地址待核实`;
  return `${words}，联系、拜访、寄送前请先核实`;
}
