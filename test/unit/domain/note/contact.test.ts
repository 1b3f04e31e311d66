import { describe, expect, it } from 'vitest';
import { matchContact } from '../../../../src/domain/note/customer/match-contact.ts';

const customer = { name: '浙江大学医学院附属第二医院', aliases: ['浙二', '浙大二院'] };
const contacts = [
  { name: '王建国', title: '设备科主任', phone: '13812345678' },
  { name: '陈岚', title: '超声科副主任' },
  { name: '王丽', title: '检验科护士长' },
];

describe('whom a note was about', () => {
  it.each([
    ['王建国 明早9点半去浙二 带样机', '王建国'],
    ['浙二陈岚说再看看', '陈岚'],
    ['王主任 约了周四上午十点演示', '王建国'],
    ['王护士长说试用可以', '王丽'],
    ['chenlan 已报价50万', '陈岚'],
    ['打了13812345678 没接', '王建国'],
    ['浙二 已报价50万', undefined],
    ['已报价50万', undefined],
    ['赵主任说再等等', undefined],
    ['王建国和陈岚都在，谈了价格', undefined],
  ])('%s', (text, name) => {
    expect(matchContact(text, customer, contacts)?.name).toBe(name);
  });

  it('one contact is not named by naming the customer', () => {
    expect(matchContact('浙二 已报价50万', customer, contacts.slice(0, 1))).toBeUndefined();
  });
});
