import { describe, expect } from 'vitest';
import { story, type World } from '../support/harness.ts';

const RADIOLOGY = {
  company: '嘉兴市秀洲人民医院',
  contactName: '葛志远',
  title: '设备科主任',
  phone: '13757300011',
  products: ['CT设备'],
  need: '换一台 CT',
  source: 'website',
};
/** Somebody else of the same house, who wants something of another category. */
const THEATRE = {
  company: '嘉兴市秀洲人民医院手术室',
  contactName: '毛静',
  title: '护士长',
  phone: '13757300012',
  products: ['麻醉机'],
  need: '手术室扩建，麻醉机三台',
  budget: '200万以上',
  source: 'website',
};

/** The rep who has it. */
function ownerOf(rep: World['rep'], { ownerId }: { ownerId?: string | undefined }) {
  const found = ['王敏', '徐静', '刘洋', '张涛'].map((name) => rep(name)).find(({ id }) => id === ownerId);
  if (!found) throw new Error(`nobody has it: ${ownerId}`);
  return found;
}

describe('several projects at one customer (A5)', () => {
  story(
    'another category for somebody else of the house is a second lead of the same owner',
    async (world) => {
      const { api } = world;
      const first = await api.posts(RADIOLOGY);
      const second = await api.posts(THEATRE);
      expect(second).toMatchObject({
        status: 'created',
        customerId: first.customerId,
        ownerId: first.ownerId,
      });
      expect(second.id).not.toBe(first.id);
      expect(await api.lead(first)).toMatchObject({ products: ['CT设备'], need: '换一台 CT' });
      expect(await api.lead(second)).toMatchObject({ contactName: '毛静', budget: '200万以上' });
      // The same again joins its own project, also when it comes twice at once.
      const again = await Promise.all([api.post({ ...THEATRE, need: '还要吊塔' }), api.post(THEATRE)]);
      expect(again.map(({ body }) => [body.results[0].status, body.results[0].leadId])).toEqual([
        ['merged', second.id],
        ['merged', second.id],
      ]);
      expect(await api.leads()).toHaveLength(2);
    },
  );

  story('the same contact who wants more goes on with the same project', async ({ api }) => {
    const first = await api.posts(RADIOLOGY);
    const more = await api.posts({ ...RADIOLOGY, products: ['麻醉机'], need: '麻醉机也看看' });
    expect(more).toMatchObject({ status: 'merged', id: first.id });
  });

  story(
    'the same contact who wants something of another kind is asked about; the answer is carried out',
    async (world) => {
      const { api, rep } = world;
      const first = await api.posts(RADIOLOGY);
      const owner = ownerOf(rep, first);
      await owner.receives('lead-assigned');
      await api.posts({ ...RADIOLOGY, products: ['麻醉机'], need: '麻醉机也看看' });
      const asked = await owner.receives('lead-repeated', { saying: '是同一个项目吗' });
      expect(await api.lead(first)).toMatchObject({ products: ['CT设备', '麻醉机'] });
      await asked.click('另立项目');
      const answer = await owner.hears('已另立项目');
      const [made, ...others] = (await api.leads()).filter(({ id }) => id !== first.id);
      expect(others).toEqual([]);
      expect(made).toMatchObject({ products: ['麻醉机'], need: '麻醉机也看看', ownerId: first.ownerId });
      expect(answer.text).toContain(String(made?.id));
      // The first is what it was; tapping once more makes no third.
      expect(await api.lead(first)).toMatchObject({ products: ['CT设备'], need: '换一台 CT' });
      await asked.nowShows('已另立项目');
      await owner.says(`另立项目 ${first.id} 1`);
      expect(await api.leads()).toHaveLength(2);
    },
  );

  story('what is the same project stays one, and is not asked about twice', async ({ api, rep }) => {
    const first = await api.posts(RADIOLOGY);
    const owner = ownerOf(rep, first);
    await owner.receives('lead-assigned');
    await api.posts({ ...RADIOLOGY, products: ['麻醉机'], need: '麻醉机也看看' });
    const asked = await owner.receives('lead-repeated', { saying: '是同一个项目吗' });
    await asked.click('同一个项目');
    await owner.hears('仍记在');
    await owner.says(`另立项目 ${first.id}`);
    await owner.hears('没有待确认的项目');
    await api.posts({ ...RADIOLOGY, products: ['麻醉机'], need: '麻醉机两台' });
    const again = await owner.receives('lead-repeated', { saying: '麻醉机两台' });
    expect(again.text).not.toContain('是同一个项目吗');
    expect(await api.leads()).toHaveLength(1);
  });

  story("a colleague's new project at a customer is its owner's, who sees who brought it", async (world) => {
    const { api, rep } = world;
    await rep('王敏').says('新线索 嘉兴市秀洲人民医院 葛主任 13757300011 想看CT');
    await rep('王敏').receives('lead-assigned');
    await rep('刘洋').says('新线索 嘉兴市秀洲人民医院 毛护士长 13757300012 新项目：手术室麻醉机三台');
    await rep('刘洋').hears('王敏的客户', '另一个项目');
    await rep('王敏').receives('lead-assigned', { saying: '谁带来：刘洋' });
    expect((await api.leads()).map(({ ownerId }) => ownerId)).toEqual(['wang-min', 'wang-min']);
  });

  story('whoever says that it is a new project has one', async ({ api }) => {
    const first = await api.posts(RADIOLOGY);
    const other = await api.posts({ ...RADIOLOGY, need: '新项目：门诊楼再上一台 CT' });
    expect(other.status).toBe('created');
    expect(other.customerId).toBe(first.customerId);
  });

  story('a note that names the category is about that project', async ({ api, rep }) => {
    const first = await api.posts(RADIOLOGY);
    const second = await api.posts(THEATRE);
    const owner = ownerOf(rep, first);
    await owner.says('秀洲人民医院 麻醉机那个 已报价180万');
    await owner.receives('log-confirm', { saying: `线索 ${second.id}` });
    const recorded = async (lead: typeof first) =>
      (await api.lead(lead)).timeline.filter(({ kind }) => kind === 'interaction.recorded').length;
    expect([await recorded(first), await recorded(second)]).toEqual([0, 1]);
  });
});

describe('three people at one customer (A5)', () => {
  story('the owner hears who brought it, and the manager when there are three', async (world) => {
    const { api, rep, manager } = world;
    await rep('王敏').says('新线索 绍兴市越城人民医院 沈主任 13757500021 想看彩超');
    await rep('王敏').receives('lead-assigned');
    await rep('刘洋').says('新线索 绍兴市越城人民医院检验科 沈主任 13757500021 想看彩超');
    await rep('刘洋').hears('已由王敏跟进');
    await rep('王敏').receives('lead-repeated', { saying: '谁带来：刘洋' });
    await manager('李强').receivesNothing();
    await rep('何俊杰').says('新线索 绍兴越城人民医院 沈主任 13757500021 彩超报价');
    await rep('何俊杰').hears('已由王敏跟进');
    await rep('王敏').receives('lead-repeated', { saying: '谁带来：何俊杰' });
    await manager('李强').receives('alert', {
      saying: ['撞单', '王敏 是负责人', '刘洋、何俊杰', '指派 L1001'],
    });
    expect(await api.leads()).toHaveLength(1);
  });
});

describe('a part of a house is the house (A5)', () => {
  for (const [house, part] of [
    ['湖州市南浔人民医院', '湖州市南浔人民医院 检验科'],
    ['金华市金东中医院', '金华市金东中医院骨科二病区'],
    ['台州市椒江第一医院', '台州市椒江第一医院（东院区）'],
    ['衢州市柯城妇幼保健院', '衢州市柯城妇幼保健院体检中心'],
  ] as const) {
    story(`${part} is ${house}`, async ({ api }) => {
      const first = await api.posts({
        company: house,
        contactName: '王一',
        phone: '13757600001',
        source: 'website',
      });
      const second = await api.posts({
        company: part,
        contactName: '李二',
        phone: '13757600002',
        source: 'website',
      });
      expect(second).toMatchObject({ status: 'merged', customerId: first.customerId });
    });
  }

  for (const [one, other] of [
    ['湖州市南浔人民医院', '湖州市德清人民医院检验科'],
    ['金华市金东中医院', '金华市婺城中医院骨科'],
    ['台州市椒江第一医院', '台州市椒江第二医院东院区'],
  ] as const) {
    story(`${other} is not ${one}`, async ({ api }) => {
      const first = await api.posts({
        company: one,
        contactName: '王一',
        phone: '13757600001',
        source: 'website',
      });
      const second = await api.posts({
        company: other,
        contactName: '李二',
        phone: '13757600002',
        source: 'website',
      });
      expect(second.customerId).not.toBe(first.customerId);
    });
  }
});
