import type { Posted } from './harness.ts';

/** A hospital in 华东 whose wish both 王敏 and 徐静 have sold before; 王敏 is first by id when nobody carries anything. */
export const HANGZHOU: Posted = {
  company: '杭州市第一人民医院',
  contactName: '王建国',
  title: '设备科主任',
  phone: '13812345678',
  products: ['超声', '血球仪'],
  budget: '50–200万',
  need: '想换两台彩超',
};

/** Another customer for 王敏, as long as she carries no more than the others. */
export const NINGBO: Posted = {
  company: '宁波市鄞州人民医院',
  contactName: '李芳',
  title: '检验科主任',
  phone: '13822223333',
  products: ['超声', '血球仪'],
};

/** In 华南: 梁晓燕 has sold both categories. */
export const SHENZHEN: Posted = {
  company: '深圳市罗湖医院',
  contactName: '陈静',
  phone: '13933334444',
  products: ['CT设备', '无影灯'],
};
