import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { assignedCard } from '../support/page-stub-data.ts';
import { useSite } from '../support/site.ts';

const visit = useSite();
const LEAD = { company: '杭州市第一人民医院', contactName: '王建国', source: 'website' };

const left = (page: Page): Locator => page.getByRole('region', { name: '左侧手机' });
const right = (page: Page): Locator => page.getByRole('region', { name: '右侧手机' });
const person = (page: Page, id: string): Locator => page.locator(`[data-user="${id}"].person`);
const box = (phone: Locator): Locator => phone.getByLabel('输入消息');

describe('people', () => {
  it('are listed with role and team; the first rep and the manager are on the two phones', async () => {
    const { page, errors } = await visit();
    const list = page.getByRole('navigation', { name: '人员' });
    expect(await list.getByRole('button', { name: '王敏 销售代表' }).isVisible()).toBe(true);
    expect(await list.getByRole('heading', { name: '华东一组' }).isVisible()).toBe(true);
    expect(await left(page).getByText('王敏').first().isVisible()).toBe(true);
    expect(await right(page).getByText('销售主管').isVisible()).toBe(true);
    expect(errors).toEqual([]);
  });

  it('go to the phone chosen above the list, and stay in the address', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: '右侧手机' }).click();
    await person(page, 'sun-jie').click();
    await right(page).getByText('销售总监').waitFor();
    expect(await left(page).getAttribute('data-user')).toBe('wang-min');
    expect(page.url()).toMatch(/#wang-min,sun-jie$/);
    await page.reload();
    await right(page).getByText('销售总监').waitFor();
  });

  it('show what they have not read, until it is looked at', async () => {
    const { page, stub } = await visit();
    stub.world.post('chen-hao', { text: '第一条' });
    stub.world.post('chen-hao', { text: '第二条' });
    await person(page, 'chen-hao').getByText('2 条未读').waitFor();
    expect(await person(page, 'chen-hao').getByText('第二条').isVisible()).toBe(true);
    await person(page, 'chen-hao').click();
    await person(page, 'chen-hao').getByText('条未读').waitFor({ state: 'hidden' });
    await page.reload();
    await person(page, 'chen-hao').getByText('第二条').waitFor();
    expect(await person(page, 'chen-hao').getByText('条未读').isVisible()).toBe(false);
  });
});

describe('a card', () => {
  it('arrives live, takes the select along when a button is pressed, and is edited in place', async () => {
    const { page, stub, errors } = await visit();
    const sent = stub.world.card('wang-min', 'lead-assigned', assignedCard('L1024', LEAD));
    const card = left(page).getByRole('article', { name: '新线索 L1024 分给你了' });
    await card.waitFor();
    stub.world.post('wang-min', { text: '后来的消息' });
    await left(page).getByText('后来的消息').waitFor();

    await card.getByLabel('转出原因').selectOption({ label: '品类不熟' });
    await card.getByRole('button', { name: '转出' }).click();
    await card.getByText('王敏 点了“转出”').waitFor();
    expect(stub.world.actions).toEqual([
      { userId: 'wang-min', messageId: sent.id, actionId: 'pass', values: { reason: 'category' } },
    ]);
    expect(await card.getByRole('button').count()).toBe(0);
    const messages = left(page).locator('[data-message]');
    expect(await messages.nth(0).getAttribute('data-message')).toBe(sent.id);
    expect(errors).toEqual([]);
  });

  it('is pressed once however often it is clicked, and keeps the keyboard where it was', async () => {
    const { page, stub } = await visit();
    stub.world.card('wang-min', 'lead-assigned', assignedCard('L1024', LEAD));
    await left(page).getByRole('button', { name: '接单' }).focus();
    await page.evaluate('for (let i = 0; i < 3; i++) document.activeElement.click()');
    await left(page).getByText('14:03 接单').waitFor();
    expect(stub.world.actions).toHaveLength(1);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('已联系');
  });

  it('says why a button cannot be pressed', async () => {
    const { page, stub } = await visit();
    const card = assignedCard('L1024', LEAD);
    card.buttons = [{ id: 'quote', label: '已报价', command: '已报价 L1024', disabled: '先填报价单编号' }];
    stub.world.card('wang-min', 'x', card);
    const button = left(page).getByRole('button', { name: '已报价' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await left(page).getByText('先填报价单编号').isVisible()).toBe(true);
  });

  it('that changes far up, or was changed while nobody looked, is shown as it is now', async () => {
    const { page, stub } = await visit();
    const sent = stub.world.card('wang-min', 'lead-assigned', assignedCard('L1024', LEAD));
    for (let i = 0; i < 60; i += 1) stub.world.post('wang-min', { text: `消息 ${i}` });
    await left(page).getByText('消息 59').waitFor();
    stub.world.edit('wang-min', sent.id, { state: '李强 已改派', buttons: [] });
    await left(page).getByText('李强 已改派').waitFor();
  });
});

describe('typing', () => {
  it('sends on Enter, breaks the line on Shift+Enter, leaves Enter to the input method', async () => {
    const { page, stub } = await visit();
    await box(left(page)).fill('王主任');
    await page.evaluate(
      "document.querySelector('.phone textarea').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))",
    );
    expect(await box(left(page)).inputValue()).toBe('王主任');
    await box(left(page)).press('Shift+Enter');
    await box(left(page)).pressSequentially('已报价');
    await box(left(page)).press('Enter');
    await left(page).getByRole('article', { name: '记下了，请确认' }).waitFor();
    expect(stub.world.chats.get('wang-min')?.[0]).toMatchObject({ text: '王主任\n已报价', mine: true });
    expect(await box(left(page)).inputValue()).toBe('');
  });

  it('is helped by suggested commands: some are sent, some wait to be changed', async () => {
    const { page, stub } = await visit();
    await left(page).getByRole('button', { name: '帮助' }).click();
    await left(page).getByText('可以这样说').waitFor();
    await left(page).getByRole('button', { name: '新线索…' }).click();
    expect(await box(left(page)).inputValue()).toMatch(/^新线索 市一医院/);
    expect(stub.world.chats.get('wang-min')).toHaveLength(2);
  });

  it('keeps the text and says what the server said when it was refused', async () => {
    const { page } = await visit();
    await box(left(page)).fill('触发错误');
    await box(left(page)).press('Enter');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('消息没有收下');
    expect(await alert.textContent()).toContain('请换一种说法再试');
    expect(await box(left(page)).inputValue()).toBe('触发错误');
  });
});

describe('files', () => {
  it('are sent by paperclip and shown with a link to download', async () => {
    const { page } = await visit();
    await left(page)
      .getByLabel('选择文件')
      .setInputFiles({ name: '客户名单.xlsx', mimeType: 'application/zip', buffer: Buffer.from('x') });
    const link = left(page).getByRole('link', { name: '下载 客户名单.xlsx' });
    await link.waitFor();
    const download = page.waitForEvent('download');
    await link.click();
    expect((await download).suggestedFilename()).toMatch(/xlsx$/);
  });

  it('are sent by dropping them on the phone', async () => {
    const { page } = await visit();
    const files = await page.evaluateHandle(
      "(() => { const d = new DataTransfer(); d.items.add(new File(['x'], '拖进来.csv')); return d; })()",
    );
    const screen = left(page).locator('.phone-screen');
    await screen.dispatchEvent('dragover', { dataTransfer: files });
    expect(await screen.getByText('松开即发送文件').isVisible()).toBe(true);
    await screen.dispatchEvent('drop', { dataTransfer: files });
    await left(page).getByRole('link', { name: '下载 拖进来.csv' }).waitFor();
  });
});

describe('the live stream', () => {
  it('is replaced by asking every two seconds when it breaks, and taken up again', async () => {
    const { page, stub } = await visit();
    await page.getByText('实时更新').waitFor();
    stub.setStreams(false);
    await page.getByText('每 2 秒刷新').waitFor();
    stub.world.post('wang-min', { text: '断线时来的' });
    await left(page).getByText('断线时来的').waitFor();
    stub.setStreams(true);
    await page.getByText('实时更新').waitFor({ timeout: 15_000 });
    stub.world.post('wang-min', { text: '恢复后来的' });
    await left(page).getByText('恢复后来的').waitFor();
  });

  it('shows that the server is gone', async () => {
    const { page, stub } = await visit();
    await stub.close();
    await page.getByText('连接断开').waitFor();
  });
});
