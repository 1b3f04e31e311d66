/** How lines are told apart that begin with a verb's words. */

/** The first words of lines that ask for a change of the playbook; `config/wishes` reads what stands behind them. */
export const CHANGE_WORDS = [
  '新标签',
  '新增标签',
  '停用标签',
  '加选项',
  '新增选项',
  '停用选项',
  '加字段',
  '新字段',
  '新增字段',
  '停用字段',
  '改时限',
  '改时间限制',
  '改权重',
  '改上限',
  '改线索上限',
  '改话术',
  '加话术',
  '新话术',
  '停用话术',
  '删话术',
  '加词',
  '删词',
  '去词',
] as const;

/** Verbs whose words begin other lines too, unless a space stands behind them: 规则发给客户看了 is a note. */
const STANDS_APART: ReadonlySet<string> = new Set([
  'change-method',
  'roll-back',
  'rules',
  'try-leads',
  'hotline-lead',
]);

/** 加标签 慢病专项 到 关注点, and no tag put on a lead. */
const TO_A_LIST = /\S\s*到\s+\S/;

/** Whether a line that begins with a verb's word is none of it. @param behind what stands behind the word */
export function isOtherwiseMeant(verb: string, behind: string): boolean {
  if (verb === 'tag-list') return !TO_A_LIST.test(behind);
  // 开单了 is a note, 开单L1024 is none.
  if (verb === 'order-open') return !/^\s|[LＬ][\d０-９]/i.test(behind);
  return STANDS_APART.has(verb) && !/^\s/.test(behind);
}

/** Verbs without a target that take what stands behind them. */
export const WITH_TEXT = [
  'away',
  'leaver',
  'returner',
  'inherit-customers',
  'new-lead',
  'hotline-lead',
  'new-customer',
  'add-word',
  'drop-word',
  'assign-many',
  'terms',
  'figures',
  'figure-rows',
  'order-open',
  'change-method',
  'tag-list',
  'roll-back',
  'rules',
  'try-leads',
] as const;
