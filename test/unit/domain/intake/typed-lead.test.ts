import { describe, expect, it } from 'vitest';
import { readTypedLead } from '../../../../src/domain/intake/typed-lead.ts';

describe('a lead typed in one line (A1)', () => {
  it.each([
    [
      '市一医院 王主任 13812345678 想看超声',
      { company: '市一医院', contactName: '王', title: '主任', phone: '13812345678', need: '想看超声' },
    ],
    [
      '13812345678 王主任 市一医院 想看超声',
      { company: '市一医院', contactName: '王', title: '主任', phone: '13812345678', need: '想看超声' },
    ],
    [
      '杭州锐科激光有限公司，赵工，0571-87065701，问PLC',
      {
        company: '杭州锐科激光有限公司',
        contactName: '赵',
        title: '工',
        phone: '0571-87065701',
        need: '问PLC',
      },
    ],
    ['市一 王建国设备科主任 138 1234 5678', { phone: '138 1234 5678' }],
    ['市一医院 王敏 13812345678', { company: '市一医院', contactName: '王敏', phone: '13812345678' }],
    ['李女士 13812345678', { contactName: '李女士', phone: '13812345678' }],
    ['wang@hospital.example 想要样本', { email: 'wang@hospital.example', need: '想要样本' }],
    ['浙大二院 138-1234-5678', { company: '浙大二院', phone: '138-1234-5678' }],
    ['好药师大药房（滨江店） 店长 13812345678', { company: '好药师大药房(滨江店)', phone: '13812345678' }],
    [
      '：湖州市中医院，李主任，要DR',
      { company: '湖州市中医院', contactName: '李', title: '主任', need: '要DR' },
    ],
    [
      '王芳 13812345678 email wf@test.example 桐乡市第一人民医院 监护仪 五十万',
      {
        company: '桐乡市第一人民医院',
        contactName: '王芳',
        phone: '13812345678',
        email: 'wf@test.example',
        need: '监护仪 五十万',
      },
    ],
    ['市一医院 检验科 李芳 13812345678', { company: '市一医院', contactName: '李芳', need: '检验科' }],
    [
      '齐鲁医院孙明处长 13812345678 想看超声',
      { company: '齐鲁医院', contactName: '孙明', title: '处长', need: '想看超声' },
    ],
    ['宁波海拓有限公司欧阳经理 要PLC', { company: '宁波海拓有限公司', contactName: '欧阳', title: '经理' }],
    [
      '余姚中医院胡科长想看DR，13911112222',
      { company: '余姚中医院', contactName: '胡', title: '科长', phone: '13911112222', need: '想看DR' },
    ],
    ['象山县中医院要买CT', { company: '象山县中医院', need: '要买CT' }],
    ['需求：想换两台 13812345678', { need: '想换两台' }],
    [
      '热线 宁波二院 王主任 13800001111 想看CT',
      { source: 'hotline', company: '宁波二院', contactName: '王', need: '想看CT' },
    ],
    [
      '市一医院 李主任 13812345678 来源：CMEF展会',
      { source: 'exhibition', channel: 'CMEF展会', company: '市一医院' },
    ],
    ['市一医院 13812345678 来源：官网', { source: 'website', company: '市一医院' }],
    ['市一医院 13812345678 来源：老同学介绍', { channel: '老同学介绍', company: '市一医院' }],
    ['市一医院 监护仪 13812345678', { company: '市一医院', need: '监护仪' }],
    [
      '单位：永康市第一人民医院\n联系人：周科\n职务：设备科科长\n电话：13812345678\n需求：两台监护仪\n预算：80万',
      {
        company: '永康市第一人民医院',
        contactName: '周科',
        title: '设备科科长',
        phone: '13812345678',
        need: '两台监护仪 预算:80万',
      },
    ],
    [
      '客户名称: 永康医院 联系人: 周主任 电话: 13812345678',
      { company: '永康医院', contactName: '周', title: '主任' },
    ],
  ])('%s', (line, lead) => {
    expect(readTypedLead(line, (word) => word === '监护仪')).toMatchObject(lead);
  });

  it.each(['', '   ', '，。；'])('of %j comes nothing', (line) => {
    expect(readTypedLead(line)).toEqual({});
  });

  it.each([
    '完全看不懂的一句话',
    'a'.repeat(5_000),
    '（'.repeat(2_000),
    '1'.repeat(3_000),
    '\u0000\u202e市一医院\u200b 13812345678',
    '{"$gt":""} <script>',
  ])('nothing typed is lost or slow: %#', (line) => {
    const { company, contactName, title, phone, email, need } = readTypedLead(line);
    const kept = [company, contactName, title, phone, email, need].filter(Boolean).join('');
    expect(kept.length).toBeGreaterThan(0);
    for (const invisible of ['\u0000', '\u202e', '\u200b']) expect(kept).not.toContain(invisible);
  });
});
