import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lowContrast, styleOf } from '../support/browser.ts';
import { useSite } from '../support/site.ts';

const visit = useSite();

async function submitSample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: '提交线索', exact: true }).click();
}

describe('the clock', () => {
  it('moved by two hours brings the reminder to rep and manager side by side', async () => {
    const { page, stub, errors } = await visit();
    await submitSample(page, '示例：市一医院 超声');
    await page.getByText('已创建 L1024').waitFor();
    await page.getByRole('button', { name: '+2 小时' }).click();
    const phone = (name: string) => page.getByRole('region', { name });
    await phone('左侧手机').getByRole('article', { name: 'L1024 还没有首次联系' }).waitFor();
    await phone('右侧手机').getByRole('article', { name: '王敏 的线索 L1024 超过 2 小时未触达' }).waitFor();
    await page.getByText('1 个时限到期，发出 2 条消息').waitFor();
    await page.getByRole('button', { name: '到明早10点' }).click();
    await phone('左侧手机').getByText('昨天 14:03').waitFor();
    expect(stub.world.clock.now().toISOString()).toMatch(/^2026-11-24T02:05/);
    expect(errors).toEqual([]);
  });

  it('cannot be moved again while the server works, and shows that it does', async () => {
    const { page, stub } = await visit();
    let done = () => {};
    stub.world.working = new Promise((resolve) => {
      done = resolve;
    });
    await page.getByRole('button', { name: '+2 小时' }).click();
    await page.getByText('正在处理到期事项…').waitFor();
    expect(await page.getByRole('progressbar').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: '到明早10点' }).isDisabled()).toBe(true);
    stub.world.clock.moveTo(new Date('2026-11-23T15:03:00+08:00'));
    await expect.poll(() => page.getByRole('progressbar').evaluate((bar) => bar.value)).toBeCloseTo(0.5, 1);
    done();
    await page.getByText('这段时间没有到期的事').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('+2 小时');
    expect(await page.getByRole('button', { name: '到明早10点' }).isEnabled()).toBe(true);
  });

  it('goes to 10:05 next morning: the report is out, in chat and as mail', async () => {
    const { page } = await visit('/#wang-min,sun-jie');
    await page.getByRole('button', { name: '到明早10点' }).click();
    await page.getByRole('article', { name: '线索激活日报' }).waitFor();
    expect(await page.locator('.clock').textContent()).toContain('11月24日 周二10:05');
    await page.getByRole('tab', { name: '邮箱' }).click();
    await page.getByRole('button', { name: '线索激活日报：激活率 82.4%' }).click();
    const mail = page.frameLocator('iframe[title="邮件正文"]');
    await mail.getByText('L1031 苏州大学附属第二医院').waitFor();
    expect(await styleOf(mail.locator('h2'), 'color')).toBe('rgb(21, 75, 168)');
    // The stub's mail tries to run scripts; the frame lets none.
    expect(await page.title()).toBe('跟进 · 模拟器');
  });

  it('jumps to any time ahead and refuses to go back', async () => {
    const { page, stub } = await visit();
    await page.getByText('跳到…').click();
    await page.getByLabel('跳到').fill('2026-11-20T09:00');
    await page.evaluate("document.querySelector('#jump-to').min = ''");
    await page.getByRole('button', { name: '跳转' }).click();
    await page.getByText('时间只能往前走').waitFor();
    await page.getByLabel('跳到').fill('2026-11-25T09:30');
    await page.getByRole('button', { name: '跳转' }).click();
    await page.getByText('已到 11月25日 09:30').waitFor();
    expect(stub.world.clock.now().toISOString()).toMatch(/^2026-11-25T01:30/);
  });
});

describe('the lead form', () => {
  it('creates a lead, then joins the same customer, and leads on to phone and reasons', async () => {
    const { page, stub } = await visit('/#chen-hao');
    await submitSample(page, '示例：市一医院 超声');
    await page.getByText('已创建 L1024').waitFor();
    expect(stub.world.leads.get('L1024')?.item).toEqual({
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
    });
    await submitSample(page, '示例：同一家，换个写法');
    await page.getByText('已并入客户 C1024').waitFor();
    await page.getByRole('button', { name: '看王敏的手机' }).click();
    await page.getByRole('article', { name: '新线索 L1024 分给你了' }).waitFor();
    expect(page.url()).toMatch(/#wang-min,li-qiang$/);
  });

  it('puts a problem beside its field and takes it away again', async () => {
    const { page } = await visit();
    await page.getByLabel('单位').fill('某医院');
    await page.getByLabel('电话').fill('12345');
    await page.getByRole('button', { name: '提交线索', exact: true }).click();
    await page.getByText('这不是完整的电话号码').waitFor();
    expect(await page.getByLabel('电话').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('电话').fill('13812345678');
    await page.getByRole('button', { name: '提交线索', exact: true }).click();
    await page.getByText('已创建 L1024').waitFor();
    expect(await page.getByText('这不是完整的电话号码').count()).toBe(0);
  });

  it('offers the public form as link and QR code', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: '放大“设备试用申请”的二维码' }).click();
    const picture = page.getByRole('img', { name: '“设备试用申请”的二维码' });
    await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('link', { name: '打开表单' }).getAttribute('href')).toMatch(
      /\/forms\/trial-request$/,
    );
  });
});

describe('what happened', () => {
  it('is listed newest first, by lead, and a lead explains its owner', async () => {
    const { page } = await visit();
    await submitSample(page, '示例：市一医院 超声');
    await submitSample(page, '示例：展会 CT设备');
    await page.getByText('已创建 L1025').waitFor();
    await page.getByRole('tab', { name: '审计' }).click();
    const rows = page.getByRole('list', { name: '发生了什么' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(4);
    expect(await rows.first().textContent()).toContain('L1025');
    expect(await rows.first().textContent()).toContain('自动分配');
    await page.getByLabel('只看线索').fill('l1024');
    await page.getByRole('button', { name: '筛选' }).click();
    await expect.poll(() => rows.count()).toBe(2);

    await rows.first().getByRole('button', { name: 'L1024' }).click();
    const sheet = page.getByRole('dialog');
    const cells = sheet.getByRole('row', { name: /王敏/ });
    expect(await cells.textContent()).toContain('99.2');
    expect(await cells.textContent()).toContain('近半年成交过影像类');
    expect(await sheet.getByRole('row', { name: /陈浩/ }).textContent()).toContain('排除');
    expect(await sheet.textContent()).toContain('首次联系');
    expect(await sheet.getByText('医院等级').isVisible()).toBe(true);
    expect(await sheet.textContent()).toMatch(/16:03 到期，还剩 1 小时 5\d 分/);
    await page.keyboard.press('Escape');
    expect(await sheet.count()).toBe(0);
  });

  it.each([
    ['线索', '还没有线索'],
    ['审计', '还没有发生什么'],
    ['邮箱', '邮箱是空的'],
  ])('in an empty demo, %s says what to do', async (tab, sentence) => {
    const { page } = await visit();
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await page.getByText(sentence).waitFor();
  });

  it('is reached by keyboard: arrows between tabs', async () => {
    const { page } = await visit();
    await page.getByRole('tab', { name: '提交线索' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('审计');
    await page.getByText('还没有发生什么').waitFor();
  });
});

it('is readable: every text stands out from its ground', async () => {
  const { page, stub } = await visit('/#wang-min,sun-jie');
  await submitSample(page, '示例：市一医院 超声');
  await page.getByText('已创建 L1024').waitFor();
  await page.getByRole('button', { name: '接单' }).click();
  await page.getByText('14:03 接单').waitFor();
  await page.getByRole('button', { name: '到明早10点' }).click();
  await page.getByText('生成 1 份报告').waitFor();
  stub.world.post('zhou-yang', { text: '未读' });
  await page.locator('.person .badge:visible').first().waitFor();
  expect(await lowContrast(page)).toEqual([]);
  await page.getByRole('tab', { name: '审计' }).click();
  await page.getByRole('button', { name: 'L1024', exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
  expect(await lowContrast(page)).toEqual([]);
});
