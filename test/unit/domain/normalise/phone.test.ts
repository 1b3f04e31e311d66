import { describe, expect, it } from 'vitest';
import { findPhones, maskPhone, normalisePhone } from '../../../../src/domain/normalise/phone.ts';

describe('normalisePhone', () => {
  it.each([
    '13812345678',
    '+86 138 1234 5678',
    '+8613812345678',
    '0086-138-1234-5678',
    '8613812345678',
    '86-13812345678',
    '138-1234-5678',
    '138 1234 5678',
    '1381234 5678',
    '138 123 45678',
    '138.1234.5678',
    '138—1234—5678',
    '１３８１２３４５６７８',
    '１３８　１２３４　５６７８',
    '1 3 8 1 2 3 4 5 6 7 8',
    '013812345678',
    '17951 13812345678',
    ' 13812345678\u200B',
    '\u202D13812345678\u202C',
    '手机：13812345678（微信同号）',
    '13812345678/13987654321',
    '1.3812345678E+10',
    '13812345678.0',
  ])('reads the mobile %s', (raw) => {
    expect(normalisePhone(raw)).toEqual({
      e164: '+8613812345678',
      kind: 'mobile',
      display: '138 1234 5678',
      key: '8613812345678',
    });
  });

  it.each([
    ['010-62345678', undefined, '+861062345678', '010-62345678', undefined],
    ['01062345678', undefined, '+861062345678', '010-62345678', undefined],
    ['(010)62345678', undefined, '+861062345678', '010-62345678', undefined],
    ['（０１０）６２３４５６７８', undefined, '+861062345678', '010-62345678', undefined],
    ['+86 10 6234 5678', undefined, '+861062345678', '010-62345678', undefined],
    ['+86 (0)10 6234 5678', undefined, '+861062345678', '010-62345678', undefined],
    ['86-571-87065701', undefined, '+8657187065701', '0571-87065701', undefined],
    ['0086 0571 87065701', undefined, '+8657187065701', '0571-87065701', undefined],
    ['021-6234 5678', undefined, '+862162345678', '021-62345678', undefined],
    ['0571-87065701转801', undefined, '+8657187065701', '0571-87065701 转801', '801'],
    ['0571-87065701 转 801', undefined, '+8657187065701', '0571-87065701 转801', '801'],
    ['0571-87065701-801', undefined, '+8657187065701', '0571-87065701 转801', '801'],
    ['0571-87065701 ext. 801', undefined, '+8657187065701', '0571-87065701 转801', '801'],
    ['0571-87065701分机：801', undefined, '+8657187065701', '0571-87065701 转801', '801'],
    ['87065701', '0571', '+8657187065701', '0571-87065701', undefined],
    ['8706-5701', '571', '+8657187065701', '0571-87065701', undefined],
    ['87065701转801', '0571', '+8657187065701', '0571-87065701 转801', '801'],
    ['0999-8123456', undefined, '+869998123456', '0999-8123456', undefined],
  ])('reads the landline %s', (raw, area, e164, display, extension) => {
    expect(normalisePhone(raw, area)).toEqual({
      e164,
      kind: 'landline',
      display,
      key: e164.slice(1),
      ...(extension ? { extension } : {}),
    });
  });

  it.each([
    ['400-800-1234', '400-800-1234', '864008001234'],
    ['4008001234', '400-800-1234', '864008001234'],
    ['400 8001 234', '400-800-1234', '864008001234'],
    ['800-810-1234', '800-810-1234', '868008101234'],
  ])('reads the service number %s', (raw, display, key) => {
    expect(normalisePhone(raw)).toMatchObject({ kind: 'service-400', display, key });
  });

  it('keeps a 400 extension apart', () => {
    expect(normalisePhone('400-800-1234转5')).toMatchObject({
      key: '864008001234',
      extension: '5',
      display: '400-800-1234 转5',
    });
  });

  it('reads numbers of other countries', () => {
    expect(normalisePhone('+852 9123 4567')).toMatchObject({ e164: '+85291234567', kind: 'mobile' });
    expect(normalisePhone('00886912345678')).toMatchObject({ e164: '+886912345678', kind: 'mobile' });
    expect(normalisePhone('+1 415 555 2671')).toMatchObject({ e164: '+14155552671', kind: 'unknown' });
  });

  it('knows a landline without area code but does not use it to join customers', () => {
    expect(normalisePhone('62345678')).toEqual({ kind: 'landline', display: '62345678', key: '' });
    expect(normalisePhone('0755-1234567').key).toBe('');
  });

  it.each([
    '',
    '无',
    '王主任',
    '1381234567',
    '138123456789',
    '12345678901',
    '1.38E+10',
    '10086',
    '95588',
    '026-62345678',
    '+86138',
    '{"$ne":null}',
    '1'.repeat(5000),
    '2026-11-21',
  ])('says unknown to %s', (raw) => {
    const phone = normalisePhone(raw, '0571');
    expect(phone.kind).toBe('unknown');
    expect(phone.key).toBe('');
    expect(phone.e164).toBeUndefined();
  });

  it.each(['13800000000', '13888888888', '13800138000'])(
    'does not join customers on the filler %s',
    (raw) => {
      expect(normalisePhone(raw)).toMatchObject({ kind: 'mobile', key: '' });
    },
  );
});

describe('findPhones', () => {
  it('finds every number with its place', () => {
    const text = '新线索 市一医院 王主任 13812345678，总机 0571-87065701转801 想看超声，预算50万';
    expect(findPhones(text).map(({ start, end, phone }) => [text.slice(start, end), phone.key])).toEqual([
      ['13812345678', '8613812345678'],
      ['0571-87065701转801', '8657187065701'],
    ]);
  });

  it('splits numbers that stand side by side', () => {
    const keys = (text: string) => findPhones(text).map(({ phone }) => phone.key);
    expect(keys('13812345678 13987654321')).toEqual(['8613812345678', '8613987654321']);
    expect(keys('010-62345678、010-62345679')).toEqual(['861062345678', '861062345679']);
  });

  it.each([
    '报价 15 300 200 100 50',
    '合同编号 20261121138123456780001',
    '2026-11-21 09:00-12:00',
    '金额1381234567.80元',
    '身份证 330106198001011234',
    'ObjectId 65f013812345678a9b0c1d2e',
    '1732190400000',
  ])('finds none in %s', (text) => {
    expect(findPhones(text)).toEqual([]);
  });
});

describe('maskPhone', () => {
  it.each([
    ['王主任13812345678想看超声', '王主任138****5678想看超声'],
    ['１３８１２３４５６７８', '138****5678'],
    ['+86 138 1234 5678', '138****5678'],
    ['138-1234-5678 / 139 8765 4321', '138****5678 / 139****4321'],
    ['总机0571-87065701转801', '总机0571-****5701 转***'],
    ['01062345678', '010-****5678'],
    ['拨打400-800-1234', '拨打400-****1234'],
    ['+852 9123 4567', '+852 ****4567'],
    ['座机：87065701', '座机：****5701'],
    ['13800000000', '138****0000'],
    [
      '{"phone":"13812345678","id":"65f013812345678a9b0c1d2e"}',
      '{"phone":"138****5678","id":"65f013812345678a9b0c1d2e"}',
    ],
    ['没有号码 50万 2026-11-21', '没有号码 50万 2026-11-21'],
    ['', ''],
  ])('%s → %s', (text, masked) => {
    expect(maskPhone(text)).toBe(masked);
  });

  it('leaves nothing to find, and masks a masked text to itself', () => {
    const masked = maskPhone('13812345678 010-62345678转801 +85291234567 4008001234');
    expect(findPhones(masked)).toEqual([]);
    expect(maskPhone(masked)).toBe(masked);
  });
});
