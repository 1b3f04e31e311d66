export const LEAD_SOURCES = ['website', 'hotline', 'exhibition', 'partner', 'import', 'chat'] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

export const SOURCE_LABELS: Record<LeadSource, string> = {
  website: '官网',
  hotline: '400热线',
  exhibition: '展会',
  partner: '合作伙伴',
  import: '批量导入',
  chat: '聊天录入',
};

/** Other ways people write a source in lists and forms. */
const SOURCE_WORDS: Record<LeadSource, readonly string[]> = {
  website: ['官方网站', '网站', '网页', '官网表单', '线上', '小程序', '公众号'],
  hotline: ['400', '400电话', '400热线电话', '热线', '电话', '客服热线', '来电'],
  exhibition: ['展会扫码', '展览', '展览会', '会展', '会议', '学术会议', '展台'],
  partner: ['伙伴', '渠道', '渠道伙伴', '经销商', '代理商', '转介绍', '合作方'],
  import: ['导入', 'excel', '表格导入'],
  chat: ['微信', '企业微信', '钉钉', '销售录入', '自拓', '聊天'],
};

/** The source somebody meant by `官网` or `website`; undefined when it is none of them. */
export function sourceOf(written: string): LeadSource | undefined {
  const word = written.trim().toLowerCase();
  return LEAD_SOURCES.find(
    (source) =>
      source === word || SOURCE_LABELS[source].toLowerCase() === word || SOURCE_WORDS[source].includes(word),
  );
}

/** Words that tell the source inside a longer name: CMEF展会, 400客服热线, 官网留言, 省经销商大会推荐. */
const TELLING: readonly [RegExp, LeadSource][] = [
  [/展会|展览|博览会|会展|展台|学术会议|年会|论坛/, 'exhibition'],
  [/400|热线|来电|呼入/, 'hotline'],
  [/官网|网站|公众号|小程序|线上|官方网/, 'website'],
  [/经销商|代理商|合作伙伴|转介绍|渠道商/, 'partner'],
];

/** The source somebody's words mean, and whether the words say more than that (CMEF展会). */
export function sourceIn(written: string): { source: LeadSource; saysMore: boolean } | undefined {
  const exact = sourceOf(written);
  if (exact) return { source: exact, saysMore: false };
  const found = TELLING.find(([word]) => word.test(written));
  return found && { source: found[1], saysMore: true };
}
