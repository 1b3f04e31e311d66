import { describe, expect } from 'vitest';
import { story, type World } from '../support/harness.ts';

const HEADER = '客户名称,联系人,手机,负责人,客户状态,需求,成交日期,合同金额（万元）';
const BOOK = Buffer.from(
  [
    HEADER,
    '杭州市拱墅康复医院,冯敏,13757100031,徐静,跟进中,彩超,,',
    '杭州市上城口腔医院,蒋丽,13757100032,徐静,已成交,CT,2026-03-12,180',
    '宁波市海曙骨科医院,沈浩,13757400033,刘洋,方案报价,监护仪,,',
    '温州市鹿城眼科医院,韩梅,13757700034,老赵,,裂隙灯,,',
    '台州市路桥中医院,许强,13757600035,刘洋,流失,DR,,',
  ].join('\n'),
);

function newList(rows: number): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, i) => `绍兴市试验第${i}医院,钱${i},1375750${1000 + i},想看彩超`,
  );
  return Buffer.from(['客户名称,联系人,手机,需求', ...lines].join('\n'));
}

async function byCompany({ api }: Pick<World, 'api'>) {
  const leads = await api.leads();
  return (name: string) => {
    const found = leads.find(({ company }) => company === name);
    if (!found) throw new Error(`no lead of ${name}`);
    return found;
  };
}

describe('a book of customers that moves in (A1)', () => {
  story('is asked about before anything is written, and keeps the owners it names', async (world) => {
    const { api, person, rep } = world;
    await person('周欣').sendsFile('老客户.csv', BOOK);
    const card = await person('周欣').receives('import-report', { saying: '还没有写入任何内容' });
    expect(card.fact('表里的负责人')).toBe('徐静 2 行、刘洋 2 行');
    expect(card.fact('不是在职同事')).toBe('老赵 1 行');
    expect(card.fact('已成交或已关闭')).toBe('2 行');
    expect(await api.leads()).toHaveLength(0);
    await card.click('保留负责人');
    await card.nowShows('新建：5', '其中历史客户：2', '全部导入');
    const of = await byCompany(world);
    expect(of('杭州市拱墅康复医院')).toMatchObject({
      ownerId: 'xu-jing',
      status: 'assigned',
      need: '彩超\n客户状态:跟进中',
    });
    expect(of('宁波市海曙骨科医院')).toMatchObject({ ownerId: 'liu-yang', status: 'assigned' });
    expect(of('杭州市上城口腔医院')).toMatchObject({ ownerId: 'xu-jing', status: 'won' });
    expect(of('台州市路桥中医院')).toMatchObject({ ownerId: 'liu-yang', status: 'lost' });
    // Whose owner is no colleague is dealt out, and loses no word.
    expect(of('温州市鹿城眼科医院').need).toContain('负责人:老赵');
    await rep('徐静').receives('lead-assigned', { about: of('杭州市拱墅康复医院') });
    // The deal of the time before is purchase history, and its customer stays with who made it.
    const again = await api.posts({
      company: '杭州市上城口腔医院',
      contactName: '新人',
      phone: '13757100099',
      source: 'website',
    });
    const { customerId } = of('杭州市上城口腔医院');
    expect(again).toMatchObject({ status: 'created', ownerId: 'xu-jing', customerId });
    await rep('徐静').receives('lead-assigned', { about: again, saying: ['采购记录', '180万元'] });
  });

  story('without clocks nobody is asked for a first contact, and a stage it names is kept', async (world) => {
    const { api, clock, person, rep } = world;
    await person('周欣').sendsFile('老客户.csv', BOOK);
    const card = await person('周欣').receives('import-report');
    await card.click('保留，不计时');
    await card.nowShows('新建：5');
    const of = await byCompany(world);
    expect(of('杭州市拱墅康复医院')).toMatchObject({ ownerId: 'xu-jing', status: 'touched' });
    expect(of('宁波市海曙骨科医院').stage).not.toBe(of('杭州市拱墅康复医院').stage);
    await clock.advance('4h');
    await rep('徐静').receivesNothing();
    expect(await api.leads()).toHaveLength(5);
  });

  story('is left alone when that is wanted, and asked about anew when it comes again', async (world) => {
    const { api, person } = world;
    await person('周欣').sendsFile('老客户.csv', BOOK);
    const card = await person('周欣').receives('import-report');
    await card.click('不导入');
    await card.nowShows('什么都没有写入');
    expect(await api.leads()).toHaveLength(0);
    await person('周欣').sendsFile('老客户.csv', BOOK);
    await person('周欣').receives('import-report', { saying: '还没有写入任何内容' });
  });

  story('a list without owners of ours is no book, and keeps their names in words', async (world) => {
    const { api, person } = world;
    const list = '客户名称,联系人,手机,负责人,客户状态,需求\n嘉兴市南湖医院,顾伟,13757300035,赵六,未成交,DR';
    await person('周欣').sendsFile('新名单.csv', Buffer.from(list));
    await (await person('周欣').receives('import-report')).nowShows('新建：1', '全部导入');
    const [lead] = await api.leads();
    expect(lead?.need).toBe('DR\n负责人:赵六\n客户状态:未成交');
  });
});

describe('a long list, and one that was a mistake (A1)', () => {
  story('more than fifty rows are shown before they are taken', async ({ api, person, manager }) => {
    await person('周欣').sendsFile('长名单.csv', newList(51));
    const card = await person('周欣').receives('import-report', { saying: '请先看一眼' });
    expect(card.fact('读到的列')).toContain('客户名称 → 公司');
    expect(card.fact('例 1')).toBe('绍兴市试验第0医院 · 钱0 · 想看彩超');
    expect(await api.leads()).toHaveLength(0);
    // Nobody else's business, but a manager's.
    await person('何俊杰').says(card.command('开始导入'));
    await person('何俊杰').hears('没有这次导入');
    expect(await api.leads()).toHaveLength(0);
    await manager('李强').says(card.command('开始导入'));
    await manager('李强').hears('正在导入');
    await card.nowShows('新建：51');
  });

  story('all of it is taken back while nobody has worked on it', async (world) => {
    const { api, person, clock } = world;
    const about = { contactName: '周明', source: 'website' };
    const kept = await api.posts({ ...about, company: '嘉兴市平湖医院', phone: '13757300044' });
    await person('周欣').sendsFile('老客户.csv', BOOK);
    const card = await person('周欣').receives('import-report');
    await card.click('保留负责人');
    await card.nowShows('新建：5');
    const { customerId } = (await byCompany(world))('杭州市上城口腔医院');
    await card.click('撤销导入');
    await card.nowShows('导入');
    await clock.advance('1m');
    await card.nowShows('撤回了新建的 5 条');
    expect((await api.leads()).map(({ id }) => id)).toEqual([kept.id]);
    // A customer of that name is a new one again.
    const again = await api.posts({ ...about, company: '杭州市上城口腔医院', phone: '13757100032' });
    expect(again.customerId).not.toBe(customerId);
  });

  story('not once somebody has worked on it', async (world) => {
    const { api, person, rep } = world;
    await person('周欣').sendsFile('老客户.csv', BOOK);
    const card = await person('周欣').receives('import-report');
    await card.click('保留负责人');
    await card.nowShows('新建：5');
    const { id = '' } = (await byCompany(world))('宁波市海曙骨科医院');
    await rep('刘洋').says(`${id} 电话沟通，发了资料`);
    await rep('刘洋').receives('log-confirm');
    await card.click('撤销导入');
    await person('周欣').hears('没有撤销', id);
    expect(await api.leads()).toHaveLength(5);
  });
});
