/**
 * What a lead can say of a customer and a wish: the one list from which the API, the spreadsheets' column names, the
 * stored record, the playbook's words and the hiding of personal data follow.
 */
import type { FieldValue } from '../records/field-value.ts';
import type { LeadSource } from './sources.ts';

interface Property {
  label: string;
  /** Longest text, in UTF-16 units after cleaning; of a list, of each item. */
  max: number;
  /** Most items of a list. */
  items?: number;
  /** Column names people use for it, the best first. */
  headers: readonly string[];
  /** Hidden from who works without the contact's data. */
  isPersonal?: true;
  /** A form may ask for it, and playbook texts may name it. */
  inPlaybook?: true;
}

const words = (text: string) => text.split(' ').map((word) => word.replaceAll('_', ' '));

export const LEAD_PROPERTIES = {
  company: {
    label: '公司',
    max: 120,
    inPlaybook: true,
    headers: words(
      '公司 公司名称 客户名称 单位 单位名称 企业名称 企业 客户 客户公司 客户单位 工作单位 医院 医院名称 机构 机构名称 门店 门店名称 药店名称 抬头 公司全称 客户全称 单位全称 客户简称 甲方 甲方名称 购货单位 往来单位 终端名称 终端客户 company company_name account account_name organization organisation hospital',
    ),
  },
  contactName: {
    label: '联系人',
    max: 40,
    inPlaybook: true,
    isPersonal: true,
    headers: words(
      '联系人 姓名 联系人姓名 客户姓名 对接人 称呼 名字 采购联系人 主要联系人 客户联系人 联络人 第一联系人 收货人 name contact contact_name full_name contact_person',
    ),
  },
  title: {
    label: '职务',
    max: 60,
    inPlaybook: true,
    headers: words('职务 职位 岗位 头衔 职称 角色 科室职务 title job_title position'),
  },
  phone: {
    label: '电话',
    max: 200,
    inPlaybook: true,
    isPersonal: true,
    headers: words(
      '手机 手机号 手机号码 移动电话 联系电话 电话 电话号码 联系方式 联系手机 手机1 电话1 座机 固定电话 固话 办公电话 电话2 手机2 备用电话 其他电话 tel phone mobile mobile_phone telephone phone_number cell work_phone',
    ),
  },
  otherPhones: { label: '其他电话', max: 60, items: 20, isPersonal: true, headers: [] },
  wechat: {
    label: '微信',
    max: 60,
    isPersonal: true,
    headers: words('微信 微信号 wechat'),
  },
  email: {
    label: '邮箱',
    max: 254,
    inPlaybook: true,
    isPersonal: true,
    headers: words(
      '邮箱 电子邮箱 邮件 电子邮件 邮箱地址 邮件地址 电子邮件地址 email e-mail mail email_address e-mail_address',
    ),
  },
  city: {
    label: '城市',
    max: 60,
    inPlaybook: true,
    headers: words('城市 所在城市 地级市 省市 省市区 所在地 市 省份 省 所在省份 区县 县区 city province'),
  },
  address: {
    label: '地址',
    max: 200,
    headers: words(
      '地址 详细地址 公司地址 联系地址 单位地址 通讯地址 通信地址 办公地址 收货地址 注册地址 邮寄地址 街道地址 address street',
    ),
  },
  region: {
    label: '区域',
    max: 60,
    inPlaybook: true,
    headers: words('区域 地区 大区 所在地区 所在区域 销售区域 片区 region area'),
  },
  industry: {
    label: '行业',
    max: 60,
    inPlaybook: true,
    headers: words('行业 所属行业 行业类别 行业分类 客户行业 industry'),
  },
  source: {
    label: '来源',
    max: 60,
    headers: words('来源 线索来源 客户来源 获客来源 来源方式 source lead_source'),
  },
  channel: { label: '渠道', max: 60, headers: words('渠道 来源渠道 获客渠道 推广渠道 channel') },
  campaign: {
    label: '活动',
    max: 80,
    headers: words('活动 活动名称 市场活动 展会 展会名称 campaign'),
  },
  products: {
    label: '产品',
    max: 60,
    items: 50,
    inPlaybook: true,
    headers: words(
      '产品 意向产品 需求产品 感兴趣产品 产品名称 关注产品 咨询产品 产品类别 意向设备 需求设备 拟购设备 采购设备 设备名称 意向机型 意向品类 采购品类 商品名称 商机产品 product products',
    ),
  },
  categories: { label: '品类', max: 60, items: 50, inPlaybook: true, headers: [] },
  budget: {
    label: '预算',
    max: 60,
    inPlaybook: true,
    headers: words(
      '预算 采购预算 预算金额 预计金额 预算范围 预算(万元) 预计采购金额 预估金额 项目预算 商机金额 budget amount',
    ),
  },
  need: {
    label: '需求',
    max: 5000,
    inPlaybook: true,
    headers: words(
      '需求 需求描述 客户需求 采购需求 咨询内容 需求说明 留言 备注 说明 备注1 备注2 其他说明 跟进记录 沟通记录 沟通情况 need remark remarks notes note comment comments message description',
    ),
  },
  externalId: {
    label: '外部编号',
    max: 100,
    headers: words('编号 线索编号 客户编号 客户编码 客户代码 外部编号 序列号 id lead_id customer_id'),
  },
} as const satisfies Record<string, Property>;

type Properties = typeof LEAD_PROPERTIES;
export type LeadProperty = keyof Properties;
/** Built-in lead properties a form may ask for besides the playbook's fields. */
export type BuiltInField = {
  [P in LeadProperty]: Properties[P] extends { inPlaybook: true } ? P : never;
}[LeadProperty];

const all = Object.entries(LEAD_PROPERTIES) as [LeadProperty, Property][];
export const BUILT_IN_FIELDS = all.flatMap(([name, { inPlaybook }]) => (inPlaybook ? [name] : [])) as [
  BuiltInField,
  ...BuiltInField[],
];
/** What is taken out of a record for who works without the contact's data. */
export const PERSONAL = all.flatMap(([name, { isPersonal }]) => (isPersonal ? [name] : []));
export const LIST_PROPERTIES = all.flatMap(([name, { items }]) => (items ? [name] : []));

/** The customer and the wish, as a lead keeps them. */
export interface LeadDescription {
  company: string;
  contactName: string;
  title?: string | undefined;
  /** `+8613812345678`, with ` 转801` when there is an extension. */
  phone?: string | undefined;
  /** Further numbers of the same contact or house, written like `phone`. */
  otherPhones?: string[] | undefined;
  wechat?: string | undefined;
  email?: string | undefined;
  city?: string | undefined;
  address?: string | undefined;
  source: LeadSource;
  channel?: string | undefined;
  campaign?: string | undefined;
  region?: string | undefined;
  industry?: string | undefined;
  products: string[];
  /** Product categories, from the playbook's product words; what routing matches. */
  categories: string[];
  /** Label of the budget band. */
  budget?: string | undefined;
  need?: string | undefined;
  /** The playbook's own fields, by field id. */
  fields: Record<string, FieldValue>;
  externalId?: string | undefined;
}
