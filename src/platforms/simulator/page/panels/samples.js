/**
 * Leads to try with one tap. The second is the first once more, written differently: it joins the same customer.
 *
 * @import { LeadItem } from '../contract.ts'
 * @type {readonly { label: string, lead: LeadItem }[]}
 */
export const SAMPLES = [
  {
    label: '示例：市一医院 超声',
    lead: {
      company: '杭州市第一人民医院',
      contactName: '王建国',
      title: '超声科主任',
      phone: '13812345678',
      source: 'website',
      channel: '官网试用申请',
      region: '华东',
      products: ['超声'],
      budget: '50–200万',
      need: '想看便携超声，下月上会讨论采购',
    },
  },
  {
    label: '示例：同一家，换个写法',
    lead: {
      company: '杭州市一医院',
      contactName: '王主任',
      phone: '+86 138-1234-5678',
      source: 'hotline',
      region: '华东',
      products: ['超声'],
      need: '再次来电，问演示时间',
    },
  },
  {
    label: '示例：展会 CT设备',
    lead: {
      company: '佛山市顺德区中心医院',
      contactName: '陈丽华',
      title: '设备科科长',
      phone: '13922223333',
      source: 'exhibition',
      campaign: '秋季医疗器械展',
      region: '华南',
      products: ['CT设备'],
      budget: '200万以上',
      need: '64 排 CT 更新，本年度预算已批',
    },
  },
  {
    label: '示例：400热线 血球仪',
    lead: {
      company: '石家庄市桥西区社区卫生服务中心',
      contactName: '赵敏',
      title: '检验科',
      phone: '0311-86001234',
      source: 'hotline',
      region: '华北',
      products: ['血球仪'],
      budget: '50万以下',
      need: '旧机器停产，想了解以旧换新',
    },
  },
];
