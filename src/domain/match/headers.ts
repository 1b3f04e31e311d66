/** Which column of somebody's table means which field of a lead (requirement A1). */

/** Field name → the column names people use for it, the best first. */
export type HeaderSynonyms = Readonly<Record<string, readonly string[]>>;

export interface MappedColumn {
  header: string;
  /** False when only the end of the header was understood (`客户联系电话` as 联系电话): show it before relying on it. */
  sure: boolean;
}

export interface HeaderMapping {
  /** Field name → its columns, the best first: a field may stand in several (手机, 座机). */
  columns: Record<string, MappedColumn[]>;
  /** Headers that mean no known field, in their order. */
  unknown: string[];
}

/** Column names for the fields of a lead; a playbook adds its own labels. */
export const LEAD_HEADERS: HeaderSynonyms = {
  company: [
    '公司',
    '公司名称',
    '客户名称',
    '单位',
    '单位名称',
    '企业名称',
    '企业',
    '客户',
    '客户公司',
    '客户单位',
    '工作单位',
    '医院',
    '医院名称',
    '机构',
    '机构名称',
    '门店',
    '门店名称',
    '药店名称',
    '抬头',
    '公司全称',
    '客户全称',
    'company',
    'company name',
    'account',
    'organization',
  ],
  contactName: [
    '联系人',
    '姓名',
    '联系人姓名',
    '客户姓名',
    '对接人',
    '称呼',
    '名字',
    '采购联系人',
    '主要联系人',
    'name',
    'contact',
    'contact name',
    'full name',
  ],
  title: ['职务', '职位', '岗位', '头衔', '职称', '角色', 'title', 'job title', 'position'],
  phone: [
    '手机',
    '手机号',
    '手机号码',
    '移动电话',
    '联系电话',
    '电话',
    '电话号码',
    '联系方式',
    '联系手机',
    '座机',
    '固定电话',
    '固话',
    '办公电话',
    'tel',
    'phone',
    'mobile',
    'telephone',
    'phone number',
  ],
  email: ['邮箱', '电子邮箱', '邮件', '电子邮件', '邮箱地址', 'email', 'e-mail', 'mail'],
  source: ['来源', '线索来源', '客户来源', '获客来源', 'source', 'lead source'],
  channel: ['渠道', '来源渠道', '获客渠道', '推广渠道', 'channel'],
  campaign: ['活动', '活动名称', '市场活动', '展会', '展会名称', 'campaign'],
  region: [
    '地区',
    '区域',
    '省市',
    '省份',
    '城市',
    '所在地',
    '所在地区',
    '所在城市',
    '省',
    '市',
    'region',
    'city',
    'province',
  ],
  address: ['地址', '详细地址', '公司地址', '联系地址', '单位地址', 'address'],
  industry: ['行业', '所属行业', '行业类别', '行业分类', 'industry'],
  products: [
    '产品',
    '意向产品',
    '需求产品',
    '感兴趣产品',
    '产品名称',
    '关注产品',
    '咨询产品',
    '产品类别',
    'product',
    'products',
  ],
  budget: ['预算', '采购预算', '预算金额', '预计金额', '预算范围', '预算(万元)', 'budget'],
  need: [
    '需求',
    '需求描述',
    '客户需求',
    '备注',
    '说明',
    '留言',
    '咨询内容',
    '需求说明',
    'need',
    'remark',
    'notes',
    'comment',
    'message',
  ],
  externalId: ['编号', '线索编号', '客户编号', '外部编号', '序列号', 'id', 'lead id'],
};

/**
 * Understands column names whatever their width, spacing, asterisks and remarks in brackets: first whole names, then
 * names that end in a known one. Of several fields a header could mean, the first in `synonyms` counts.
 */
export function mapHeaders(headers: readonly string[], synonyms: HeaderSynonyms): HeaderMapping {
  const known = knownNames(synonyms);
  const columns: Record<string, MappedColumn[]> = {};
  const unknown: string[] = [];
  const understood = headers.flatMap((header) => {
    const match = understand(header, known);
    if (!match) unknown.push(header);
    return match ? [{ header, ...match }] : [];
  });
  for (const { header, sure, field } of understood.sort(byQuality)) {
    columns[field] = [...(columns[field] ?? []), { header, sure }];
  }
  return { columns, unknown };
}

/** A test for column names, for finding the header row of a table. */
export function headerTest(synonyms: HeaderSynonyms): (text: string) => boolean {
  const names = new Set(knownNames(synonyms).map(({ name }) => name));
  return (text) => spellings(text).some((spelling) => names.has(spelling));
}

interface KnownName {
  field: string;
  name: string;
  /** Its place in the field's list. */
  rank: number;
}

interface Match {
  field: string;
  sure: boolean;
  rank: number;
}

function knownNames(synonyms: HeaderSynonyms): KnownName[] {
  return Object.entries(synonyms).flatMap(([field, names]) =>
    names.map((name, rank) => ({ field, name: plain(name), rank })),
  );
}

function understand(header: string, known: readonly KnownName[]): Match | undefined {
  for (const spelling of spellings(header)) {
    const whole = known.find(({ name }) => name === spelling);
    if (whole) return { field: whole.field, rank: whole.rank, sure: true };
  }
  const [, short = ''] = spellings(header);
  const [longest] = known
    .filter(({ name }) => name.length > 1 && short.endsWith(name))
    .sort((a, b) => b.name.length - a.name.length);
  return longest && { field: longest.field, rank: longest.rank, sure: false };
}

function byQuality(a: Match, b: Match): number {
  return Number(b.sure) - Number(a.sure) || a.rank - b.rank;
}

/** The header as it stands and without its remark: `预算(万元)*` → `预算(万元)`, `预算`. */
function spellings(header: string): [string, string] {
  const whole = plain(header);
  return [whole, whole.replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')];
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_*:：、/]+/g, '');
}
