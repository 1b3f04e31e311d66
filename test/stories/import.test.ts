import { describe, expect } from 'vitest';
import { readSheet, writeSheet } from '../../src/documents/spreadsheet.ts';
import { story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { row, xlsx } from '../support/xlsx-builder.ts';

const COLUMNS = ['客户名称', '联系人', '手机', '需求', '预算'] as const;
type Row = readonly (string | number)[];

async function table(rows: readonly Row[]): Promise<Buffer> {
  const columns = COLUMNS.map((header, i) => ({ header, value: (cells: Row) => cells[i] }));
  return writeSheet(columns, rows);
}

function csv(rows: readonly Row[]): Uint8Array {
  return Buffer.from([COLUMNS, ...rows].map((cells) => cells.join(',')).join('\r\n'));
}

function hospitals(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => [
    `杭州市试验第${i}医院`,
    `王${i}`,
    `138${String(10_000_000 + i)}`,
    '想看彩超',
    '80万',
  ]);
}

/** With room for everybody, and no cards in the way. */
const roomy = {
  rules: (words: { routing: { cap: number } }) => {
    words.routing.cap = 1_000;
  },
};

async function rejectedRows(world: World, url: string): Promise<string[]> {
  const sheet = await readSheet(await world.download(url));
  const found: string[] = [];
  for await (const { cells } of sheet.rows) found.push(Object.values(cells).filter(Boolean).join(' · '));
  return found;
}

describe('a table of leads sent in chat (A1)', () => {
  story('is taken in, and the rows that are not come back with number and reason', roomy, async (world) => {
    const { api, person, rep } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    const rows: Row[] = [
      ...hospitals(3),
      ['', '没有号码', '', '', ''],
      ['杭州市第一人民医院', '李工', '13700001111', '还要内镜', ''],
      ['杭州市试验第1医院', '王1', '13810000001', '又一次', ''],
      ['宁波市第二医院', '周明', '不是号码', '', '面议'],
    ];
    await person('周欣').sendsFile('展会名单.xlsx', await table(rows));
    const card = await person('周欣').receives('import-report');
    await card.nowShows('导入「展会名单.xlsx」完成', '1 行未导入', '新建：4', '并入已有客户：2', '未导入：1');
    await card.nowShows('有看不懂的值：1 行', '第 8 行：电话：不是号码');
    const { file } = await person('周欣').receives('text', { saying: '未导入的行' });
    expect(await rejectedRows(world, file.url)).toEqual(['5 · 电话、邮箱、公司至少要有一个 · 没有号码']);
    await rep('王敏').receives('lead-repeated', { saying: '还要内镜' });
    const leads = await api.leads();
    expect(leads).toHaveLength(5);
    const unreadable = leads.find(({ company }) => company === '宁波市第二医院');
    // What cannot be read is kept in words: an import never loses a lead for it.
    expect(unreadable).toMatchObject({ phone: null, need: '电话：不是号码', source: 'import' });
  });

  story(
    'the same file again answers with what became of it, and takes nothing twice',
    roomy,
    async (world) => {
      const { api, person } = world;
      const file = csv(hospitals(30));
      await person('周欣').sendsFile('名单.csv', file);
      const first = await person('周欣').receives('import-report');
      await first.nowShows('新建：30');
      await person('周欣').sendsFile('名单(1).csv', file);
      const again = await person('周欣').receives('import-report');
      await again.nowShows('新建：30', '已导入过');
      expect(await api.leads()).toHaveLength(30);
      // Somebody else's copy finds its customers, and tells their owners instead of making new leads.
      await person('李强').sendsFile('名单.csv', file);
      const theirs = await person('李强').receives('import-report');
      await theirs.nowShows('新建：0', '并入已有客户：30');
      expect(await api.leads()).toHaveLength(30);
    },
  );

  story(
    'more than everybody may carry: managers get a list, not a card for each',
    {
      rules: (words) => {
        words.routing.cap = 2;
      },
    },
    async ({ api, person, manager, clock, chats }) => {
      await person('周欣').sendsFile('大名单.csv', csv(hospitals(40)));
      const report = await person('周欣').receives('import-report');
      await report.nowShows('新建：40');
      const waiting = async () => (await api.leads()).filter(({ ownerId }) => !ownerId).length;
      const before = await waiting();
      expect(before).toBeGreaterThan(20);
      await clock.advance('5m');
      const list = await manager('李强').receives('unassigned', { saying: `${before} 条线索无人可分配` });
      const cards = (await chats.messagesOf('li-qiang')).filter(({ kind }) => kind === 'pick-owner');
      expect(cards.length).toBeLessThanOrEqual(3);
      await list.chooses('owner', '王敏').click('这 10 条指派给TA');
      await manager('李强').hears('已把 10 条分配给 王敏');
      const rest = await manager('李强').receives('unassigned', {
        saying: `${before - 10} 条线索无人可分配`,
      });
      await rest.click('按规则全部分配，不计名额');
      await manager('李强').hears(`已分配 ${before - 10} 条`);
      await manager('李强').receives('unassigned', { saying: '没有待分配的线索' });
      expect(await waiting()).toBe(0);
      await list.chooses('owner', '徐静').click('这 10 条指派给TA');
      await manager('李强').hears('已把 0 条分配给 徐静；另有 10 条已不在等待分配');
    },
  );

  story('stopped in the middle it goes on where it was', roomy, async (world) => {
    const { api, person, stop, restart } = world;
    await person('周欣').sendsFile('大名单.xlsx', await table(hospitals(150)));
    const card = await person('周欣').receives('import-report');
    await card.click('开始导入');
    await stop();
    await restart();
    const before = (await api.leads()).length;
    expect(before).toBeLessThan(150);
    await card.nowShows('新建：150', '全部导入');
    expect(await api.leads()).toHaveLength(150);
    expect(new Set((await api.leads()).map(({ phone }) => phone)).size).toBe(150);
  });

  for (const [what, name, bytes, answer] of [
    ['a table without a usable column', 'x.csv', Buffer.from('甲,乙\n1,2'), '没有找到'],
    ['a header without rows', 'x.csv', Buffer.from('客户名称,手机\n,\n'), '表头下面没有内容'],
    ['an empty file', 'x.xlsx', Buffer.from(''), '没有'],
    ['something that is no spreadsheet', 'x.xlsx', Buffer.from('PK\u0003\u0004 but no more'), '另存为 .xlsx'],
    [
      'a list without column names',
      'x.csv',
      Buffer.from('甲医院,赵经理,13710002201,彩超\n乙医院,钱经理,13710002202,CT'),
      '没有找到表头',
    ],
    ['an old .xls', 'x.pdf', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '另存为 .xlsx'],
  ] as const) {
    story(`${what} is refused with the reason`, async ({ person, api, nobody }) => {
      await person('周欣').sendsFile(name, bytes);
      await person('周欣').hears(answer);
      await nobody.receivesAnything();
      expect(await api.leads()).toHaveLength(0);
    });
  }

  story('a picture is read as a form, whatever it is called', async ({ person, api }) => {
    const picture = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
    await person('周欣').sendsFile('名单.csv', picture);
    await person('周欣').receives('document', { saying: '图片损坏' });
    expect(await api.leads()).toHaveLength(0);
  });

  story('says which columns it did not read, and takes no row of sums for a lead', roomy, async (world) => {
    const rows = ['单位,手机,星座', '杭州市试验医院,13812345678；0571-87065701,狮子', '合计,,1'];
    await world.person('周欣').sendsFile('名单.csv', Buffer.from(rows.join('\n')));
    const card = await world.person('周欣').receives('import-report');
    await card.nowShows('新建：1', '没有读取的列：星座', '这是合计行，不是线索');
    const [lead] = await world.api.leads();
    expect(lead).toMatchObject({ phone: '+8613812345678', otherPhones: ['+8657187065701'] });
  });

  story('merged cells, titles above the header and a hostile file name do no harm', roomy, async (world) => {
    const { person, api } = world;
    const bytes = xlsx({
      rows:
        row(1, ['2026 春季展会名单']) +
        row(2, [null]) +
        row(3, ['医院名称', '姓名', '联系电话']) +
        row(4, ['杭州市试验医院', '王一', 13_812_345_678]),
      afterRows: '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>',
    });
    await person('周欣').sendsFile('../../etc/<b>名单\u202e.xlsx', bytes);
    const card = await person('周欣').receives('import-report');
    await card.nowShows('新建：1');
    expect(card.card.title).not.toMatch(/\.\.|\u202e|\//);
    expect((await api.leads())[0]).toMatchObject({ company: '杭州市试验医院', phone: '+8613812345678' });
  });

  story('who may not import is told', async ({ person, nobody }) => {
    await person('马超').sendsFile('名单.csv', csv(hospitals(1)));
    await person('马超').hears('没有导入线索的权限');
    await nobody.receivesAnything();
  });

  story('live leads pass a long import on its way', roomy, async ({ person, api, rep }) => {
    await person('周欣').sendsFile('大名单.csv', csv(hospitals(200)));
    const card = await person('周欣').receives('import-report');
    await card.click('开始导入');
    const lead = await api.posts({ ...HANGZHOU, products: ['麻醉机', '超声', '血球仪'] });
    expect(lead.status).toBe('created');
    const owner = ['王敏', '徐静', '刘洋', '张涛']
      .map((name) => rep(name))
      .find(({ id }) => id === lead.ownerId);
    expect(await owner?.count('lead-assigned', { about: lead })).toBe(1);
    await card.nowShows('新建：200');
  });
});

describe('a lead typed in chat (A1)', () => {
  story('a rep keeps what the rep brings', async ({ rep, api, nobody }) => {
    await rep('刘洋').says('新线索 绍兴市人民医院 王主任 13812345678 想看超声');
    const card = await rep('刘洋').receives('lead-assigned');
    expect(card.text).toContain('绍兴市人民医院');
    const [lead] = await api.leads();
    expect(lead).toMatchObject({
      ownerId: 'liu-yang',
      source: 'chat',
      contactName: '王',
      title: '主任',
      phone: '+8613812345678',
      need: '想看超声',
      categories: ['影像类'],
    });
    await nobody.receivesAnything();
  });

  story('a manager’s goes to whom it fits best', async ({ rep, manager }) => {
    await manager('李强').says('新线索 杭州市第一人民医院 王主任 13812345678 想看超声和血球仪');
    await manager('李强').hears('已录入 L1001，分配给 王敏');
    await rep('王敏').receives('lead-assigned');
  });

  story('without anything to call back on it is not taken in, and says how', async ({ rep, api, nobody }) => {
    await rep('刘洋').says('新线索 想看超声');
    await rep('刘洋').hears('没有录入', '新线索 市一医院 王主任 13812345678 想看超声');
    await rep('刘洋').says('新线索');
    await rep('刘洋').hears('没有录入');
    expect(await api.leads()).toHaveLength(0);
    await nobody.receivesAnything();
  });

  story('one’s own customer is not taken in twice', async ({ rep, api, nobody }) => {
    await rep('刘洋').says('新线索 绍兴市人民医院 王主任 13812345678 想看超声');
    await rep('刘洋').receives('lead-assigned');
    await rep('刘洋').says('新线索 绍兴市人民医院 李工 13812345678 还要CT');
    await rep('刘洋').hears('已由您跟进');
    await rep('刘洋').receives('lead-detail');
    await rep('刘洋').receives('lead-repeated');
    expect(await api.leads()).toHaveLength(1);
    await nobody.receivesAnything();
  });
});
