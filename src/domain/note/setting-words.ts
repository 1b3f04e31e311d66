/** How a value is set behind a field's name: 改成, 换成了, 从150万追加到300万, 变了，现在是. Lower case, half width. */

const DEED =
  '(?:改|换|变|更新|更改|修改|变更|更换|调整?|涨|升|降|加|增加?|追加|提高?|上调|下调|砍|压缩?|缩减?|减少?|削减?|延长?|缩短|推迟|推|提前|延后|改期|定|约|转|放宽|批)';
const CHANGED =
  '(?:换人了?|换了人|换了|变了|改了|调了|调整了|更新了|有变化?|有变动|有调整)[ ,，]*(?:(?:现在|目前|新的|最新的?)+(?:是|为|成)?|是|为|成)';
const NOUN = '(?:为|成|到|至|在)了?';

/** Plainly meant to set it. */
export const SETS = new RegExp(
  `^[ ]*(?:已经?|现在|刚刚?|又|都|全|给)*(?:(?:从|由)[^,，。;；]{1,12}?)?(?:${CHANGED}|${DEED}${NOUN}|变更?为|确[认定]为|设为|填|[:=])[ ]*`,
);
/** States it. */
export const IS =
  /^[ ]*(?:现在|目前|最新|已经?|应该|可能|就|也|大概|确[认定])*(?:只剩下?|只有|只是|是|为|有|在)[ ]*/;
/** 联影了: says that it is so by now, and is no part of the value. */
const BY_NOW = /(?:这?[一两三]家)?[了啦]+$/;

/** A value without what only says that it is so by now. */
export function withoutByNow(value: string): string {
  const plain = value.replace(BY_NOW, '').trim();
  return plain === '' ? value : plain;
}
