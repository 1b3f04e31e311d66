import { describe, expect } from 'vitest';
import { drawForm, type Form } from '../../support/documents/sheet.ts';
import { photograph, pictures } from '../../support/documents/spoil.ts';
import { type Setup, story, type World } from '../../support/harness.ts';
import { HANGZHOU, NINGBO } from '../../support/leads.ts';
import { createRandom } from '../../support/random.ts';
import { Visitor } from '../../support/visitor.ts';

interface Said {
  hospital?: string;
  department?: string;
  ticked?: string[];
  concerns?: string;
  end?: string;
}

/** A 《设备试用反馈表》 as a PDF with a text layer. */
function feedback(said: Said = {}): Form {
  const {
    hospital = String(HANGZHOU.company),
    ticked = ['强烈推荐'],
    concerns = '售后响应慢、三维成像偏暗',
  } = said;
  return {
    title: '设备试用反馈表',
    layout: 'table',
    rows: [
      [{ label: '医院名称', value: hospital }],
      [
        { label: '试用科室', value: said.department ?? '超声科' },
        { label: '反馈人', value: '王建国' },
      ],
      [
        { label: '试用开始日期', value: '2026年10月8日' },
        { label: '试用结束日期', value: said.end ?? '2026年11月6日' },
      ],
      [{ label: '推荐意愿', value: { options: ['强烈推荐', '推荐', '观望', '不推荐'], ticked } }],
      [{ label: '主要顾虑点', value: concerns }],
    ],
  };
}

function consent(end: string): Form {
  return {
    title: '临床试用确认书',
    layout: 'table',
    rows: [
      [{ label: '医疗机构', value: String(HANGZHOU.company) }],
      [{ label: '试用周期（天）', value: '30' }],
      [
        { label: '开始日期', value: '2026-11-24' },
        { label: '结束日期', value: end },
      ],
      [
        { label: '主责医生', value: '陈伟' },
        { label: '职称', value: '主任医师' },
      ],
    ],
  };
}

async function aLeadOf(world: World, posted = HANGZHOU) {
  const lead = await world.api.posts(posted);
  const owner = world.rep('王敏');
  await owner.receives('lead-assigned', { about: lead });
  return { lead, owner };
}

describe('a form sent in chat becomes data (D1)', () => {
  story('photo to confirmed record, and back', async (world) => {
    const { lead, owner } = await aLeadOf(world);
    const [picture] = (await pictures(await drawForm(feedback()))) as [Buffer];
    const camera = { degrees: -2.5, blur: 0.6, shadow: 0.5, width: 1500, quality: 60 };
    const before = await world.api.lead(lead);
    await owner.sendsFile('IMG_2041.jpg', await photograph(picture, camera, createRandom(3)));
    const card = await owner.receives('document');
    await card.nowShows('设备试用反馈表', '已读全', '强烈推荐', '2026-11-06', '杭州市第一人民医院（L1001）');
    await card.nowShows('三维成像偏暗（新词）');
    expect((await world.api.lead(lead)).fields).toEqual(before.fields);
    await card.click('归档');
    await card.nowShows('已归档');
    const filed = await world.api.lead(lead);
    expect(filed.fields).toMatchObject({ recommendation: '强烈推荐' });
    expect(filed.tags).toContain('高意向');
    await owner.receives('alert', { about: lead, saying: '强烈推荐' });
    const told = await world.manager('李强').receives('reminders', { saying: '强烈推荐' });
    await told.nowShows('词库以外的顾虑', '三维成像偏暗');
    const entry = (await world.audit(lead)).find(({ kind }) => kind === 'document.filed');
    expect(entry).toMatchObject({ who: 'wang-min', after: { 'fields.recommendation': '强烈推荐' } });
    await card.click('撤销归档');
    await owner.hears('已撤销 D101');
    await card.nowShows('已读全');
    const back = await world.api.lead(lead);
    expect([back.fields, back.tags]).toEqual([before.fields, before.tags]);
    await world.nobody.receivesAnything();
  });

  story('what is missing or doubtful is asked one by one, and a short reply answers', async (world) => {
    const { lead, owner } = await aLeadOf(world);
    await owner.sendsFile('表.pdf', await drawForm(feedback({ ticked: [] })));
    const card = await owner.receives('document', { saying: '1 项需要核对' });
    await card.click('逐项核对');
    const question = await owner.receives('document-question', { saying: '是否推荐采购' });
    await question.nowOffers('强烈推荐', '推荐', '观望', '不推荐', '看原图');
    await owner.says('待观察');
    await owner.receives('document', { saying: ['观望（已更正', '已读全'] });
    await owner.says('填写 D101 试用结束日期 11月8日');
    await owner.hears('要写成日期');
    await owner.says('填写 D101 试用结束日期 2026-11-08');
    await owner.receives('document', { saying: '2026-11-08（已更正，原读作“2026-11-06”）' });
    await owner.says('归档 D101');
    await owner.receives('document', { saying: '已归档' });
    expect((await world.api.lead(lead)).fields).toMatchObject({ recommendation: '观望' });
    await world.manager('李强').receives('alert', { about: lead, saying: '词库以外' });
    await world.manager('李强').says('表单');
    await world.manager('李强').hears('试用结束日期 1 次改 1 次');
    await owner.says('表单');
    await owner.hears('由主管查看');
  });

  story('nothing doubtful is ever filed unasked', async (world) => {
    const { lead, owner } = await aLeadOf(world);
    await owner.sendsFile('表.pdf', await drawForm(feedback({ ticked: ['推荐', '不推荐'] })));
    await owner.receives('document', { saying: '勾选了' });
    await owner.says('归档 D101');
    const question = await owner.receives('document-question');
    expect((await world.api.lead(lead)).fields.recommendation).toBeUndefined();
    await question.click('不推荐');
    await owner.receives('document', { saying: '不推荐' });
    // A note in between is a note, not an answer.
    await owner.says('王主任 已报价50万');
    await owner.receives('log-confirm');
  });

  story(
    'a question is left, taken up again after a restart, explained, and never swallows a line',
    async (world) => {
      const { owner } = await aLeadOf(world);
      await owner.sendsFile('表.pdf', await drawForm(feedback({ ticked: [] })));
      await (await owner.receives('document', { saying: '1 项需要核对' })).click('逐项核对');
      await owner.receives('document-question', { saying: '是否推荐采购' });
      await owner.says('为什么要填？');
      await owner.hears('归档前要确认');
      await owner.receives('document-question');
      await owner.says('一般般');
      await owner.hears('“一般般”没看懂', '可以写：强烈推荐、推荐、观望、不推荐');
      await owner.says('还凑合');
      const help = await owner.receives('question-help', { saying: ['还是没看懂', '例如：强烈推荐'] });
      expect(help.text).toContain('/questions/document/D101');
      // Commands, questions and notes go where they always went.
      await owner.says('查看 L1001');
      await owner.receives('lead-detail');
      await owner.says('王主任 已报价50万');
      await owner.receives('log-confirm');
      await help.click('稍后再填');
      await owner.hears('继续 D101');
      await world.restart();
      await owner.says('推荐');
      await owner.receives('not-recorded');
      await owner.says('继续 D101');
      await owner.receives('document-question');
      await owner.says('推荐');
      await owner.receives('document', { saying: '已读全' });
      await owner.says('取消');
      await owner.receives('not-recorded');
    },
  );

  const waiting: Setup = {
    rules: (words) => {
      words.stages[0].requires = ['phone', 'document:试用确认书', 'trialDays', 'leadDoctorTitle'];
    },
  };
  story('satisfies what the stage waits for, and reminds on the day it names', waiting, async (world) => {
    const { lead, owner } = await aLeadOf(world);
    await owner.says(`查看 ${lead.id}`);
    const detail = await owner.receives('lead-detail', { saying: '已有 电话；还缺 试用确认书、试用周期' });
    await owner.sendsFile('确认书.pdf', await drawForm(consent('2026-12-24')));
    const card = await owner.receives('document', { saying: '临床试用确认书' });
    await card.click('归档');
    await card.nowShows('已归档', '「初步接触」需要的材料已齐');
    await detail.nowShows(/阶段材料：已有 电话、试用确认书（D101）、试用周期[^；]*$/m);
    const { clocks, fields } = await world.api.lead(lead);
    expect(fields).toMatchObject({ trialDays: 30, leadDoctorTitle: '主任医师' });
    expect(clocks).toMatchObject([{ name: 'follow-up', because: '试用到期，收试用反馈表（D101）' }]);
    await world.clock.moveTo('2026-12-24 08:30');
    await owner.receives('follow-up-due');
    await owner.says('撤销归档 D101');
    await owner.hears('已撤销');
    await owner.receives('document');
    await detail.nowShows('还缺 试用确认书');
  });

  story('a wrong customer is corrected', async (world) => {
    const { lead, owner } = await aLeadOf(world);
    const other = await world.api.posts({ ...NINGBO, contactName: '陈丽' });
    if ((await world.api.lead(other)).ownerId !== 'wang-min') {
      await world.manager('李强').says(`指派 ${other.id} 王敏`);
    }
    await owner.sendsFile('表.pdf', await drawForm(feedback()));
    const card = await owner.receives('document', { saying: '杭州市第一人民医院（L1001）' });
    await owner.says(`文件客户 D101 ${other.id}`);
    await owner.receives('document', { saying: `（${other.id}）` });
    await card.click('归档');
    await card.nowShows('已归档');
    expect((await world.api.lead(other)).fields.recommendation).toBe('强烈推荐');
    expect((await world.api.lead(lead)).fields.recommendation).toBeUndefined();
  });

  story('the same file twice is noticed', async (world) => {
    const { owner } = await aLeadOf(world);
    const bytes = await drawForm(feedback());
    await owner.sendsFile('表.pdf', bytes);
    await owner.receives('document', { saying: 'D101' });
    await owner.sendsFile('表(1).pdf', bytes);
    await owner.receives('document', { saying: ['D101', '之前已经发过'] });
    await world.rep('徐静').sendsFile('表.pdf', bytes);
    await world.rep('徐静').receives('document', { saying: ['D102', '王敏 也发过同一份文件'] });
    await world.rep('徐静').says('看文件 D101');
    await world.rep('徐静').hears('找不到文件 D101');
  });

  story('a second photo of the same paper is asked about, and never dropped', async (world) => {
    const { lead, owner } = await aLeadOf(world);
    await owner.sendsFile('表.pdf', await drawForm(feedback()));
    const first = await owner.receives('document');
    await first.click('归档');
    await world.manager('李强').receives('reminders', { saying: '强烈推荐' });
    await world.clock.advance('2h');
    await owner.sendsFile('再拍一张.pdf', await drawForm({ ...feedback(), layout: 'lines' }));
    const again = await owner.receives('document', { saying: ['D102', '和 D101 是同一份吗？'] });
    await again.nowOffers('是同一份，不归档', '不是同一份', '看原图');
    await owner.says('归档 D102');
    await owner.receives('document', { saying: '是同一份吗' });
    const filings = async () => (await world.audit(lead)).filter(({ kind }) => kind === 'document.filed');
    expect(await filings()).toHaveLength(1);
    await again.click('不是同一份');
    await again.nowShows('已读全');
    await again.click('归档');
    await again.nowShows('已归档');
    expect(await filings()).toHaveLength(2);
    // Another department's form of the same days is another paper.
    await owner.sendsFile('另一份.pdf', await drawForm(feedback({ department: '检验科' })));
    await (await owner.receives('document', { saying: 'D103' })).nowShows('已读全');
  });

  story('the page shows each value beside its piece of the picture, to whom may see it', async (world) => {
    const { owner } = await aLeadOf(world);
    await owner.sendsFile('表.pdf', await drawForm(feedback()));
    const card = await owner.receives('document');
    await card.click('看原图');
    await owner.hears('https://genjin.example/documents/D101');
    const visitor = new Visitor(world.ask);
    await visitor.logsIn(owner.id);
    const { text } = await visitor.open('/documents/D101');
    expect(text).toContain('杭州市第一人民医院');
    const pictures = [...text.matchAll(/src="(\/documents\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(pictures).toContain('/documents/D101/values/hospital');
    for (const path of pictures) {
      const { status, headers } = await visitor.open(path);
      expect([path, status, headers.get('content-type')]).toEqual([path, 200, 'image/jpeg']);
    }
    for (const path of ['/documents/D101/pages/9', '/documents/D101/values/nothing', '/documents/D999']) {
      expect((await visitor.open(path)).status).toBe(404);
    }
    await world.manager('李强').says('看文件 D101');
    await world.manager('李强').receives('document', { saying: '设备试用反馈表' });
    const stranger = new Visitor(world.ask);
    await stranger.logsIn(world.rep('徐静').id);
    for (const path of ['/documents/D101', ...pictures]) expect((await stranger.open(path)).status).toBe(404);
    expect((await new Visitor(world.ask).sentTo('/documents/D101')).pathname).toBe('/login');
  });

  story('a form of no known type is asked about; nothing is lost', async (world) => {
    const { owner } = await aLeadOf(world);
    const text =
      '请各科室派一名代表参加，并提前准备好本年度的设备使用情况与下一年度的采购计划，届时逐一汇报。';
    await owner.sendsFile(
      '通知.pdf',
      await drawForm({ ...feedback(), title: '会议通知', rows: [[{ value: text }]] }),
    );
    const card = await owner.receives('document', { saying: '没有认出这是什么文件' });
    await card.chooses('type', '设备试用反馈表').click('就是它');
    await card.nowShows('设备试用反馈表', '请选择客户', '医院名称', '没有读到');
    await owner.says('不归档 D101');
    await owner.receives('document');
    await card.nowShows('未归档，原件保留');
  });

  story('stopped in the middle it goes on with the page it was at', async (world) => {
    const { owner } = await aLeadOf(world);
    const form = feedback();
    await owner.sendsFile('两页.pdf', await drawForm(form, { split: 3 }));
    await world.restart();
    const card = await owner.receives('document');
    await card.nowShows('设备试用反馈表', '强烈推荐');
  });

  for (const [what, name, bytes, answer] of [
    ['an empty file', 'x.pdf', Buffer.alloc(0), '空的'],
    ['a photo in Apple’s format', 'x.jpg', Buffer.from('\0\0\0\u0018ftypheic\0\0'), 'HEIC'],
    ['an archive called .pdf', 'x.pdf', Buffer.from('PK\u0003\u0004 and more'), '压缩包'],
    ['a broken PDF', 'x.pdf', Buffer.from('%PDF-1.4 and no more'), '损坏'],
  ] as const) {
    story(`${what} is refused with the reason`, async ({ person, nobody }) => {
      await person('王敏').sendsFile(name, bytes);
      await person('王敏').hears('没有读取', answer);
      await nobody.receivesAnything();
    });
  }
});
