import { describe, expect, it } from 'vitest';
import { PHONE } from '../support/browser.ts';
import { useSite } from '../support/site.ts';

const visit = useSite();

describe('on a phone', () => {
  it('the chat fills the screen; people come in from the side', async () => {
    const { page, stub, errors } = await visit('/#wang-min', PHONE);
    const screen = await page.locator('.phone-screen').first().boundingBox();
    expect(screen?.width).toBe(390);
    expect(await page.locator('.phone').nth(1).isVisible()).toBe(false);
    stub.world.post('li-qiang', { text: '给主管的' });
    await page.getByRole('button', { name: '切换人员' }).getByText('1 条未读').waitFor();
    await page.getByRole('button', { name: '切换人员' }).click();
    await page.locator('.person[data-user="li-qiang"]').click();
    await page.locator('.bubble', { hasText: '给主管的' }).waitFor();
    expect(await page.getByRole('navigation', { name: '人员' }).isVisible()).toBe(false);
    expect(errors).toEqual([]);
  });

  it('a lead is submitted in a drawer and its card met in the chat', async () => {
    const { page } = await visit('/#li-qiang', PHONE);
    await page.getByRole('button', { name: '线索、审计与邮箱' }).click();
    await page.getByRole('button', { name: '示例：市一医院 超声' }).click();
    await page.getByRole('button', { name: '提交线索', exact: true }).click();
    await page.getByRole('button', { name: '看王敏的手机' }).click();
    await page.getByRole('article', { name: '新线索 L1024 分给你了' }).waitFor();
  });

  it('the clock opens its buttons on a tap', async () => {
    const { page, stub } = await visit('/#wang-min', PHONE);
    expect(await page.getByRole('button', { name: '+2 小时' }).isVisible()).toBe(false);
    await page.locator('.clock-face').click();
    await page.getByRole('button', { name: '+2 小时' }).click();
    await page.getByText('已到 16:03').waitFor();
    expect(stub.world.clock.now().toISOString()).toMatch(/^2026-11-23T08:03/);
  });

  it('a drawer holds the keyboard until Escape gives it back', async () => {
    const { page } = await visit('/#wang-min', PHONE);
    await page.getByRole('button', { name: '切换人员' }).click();
    const inDrawer = "document.querySelector('#people').contains(document.activeElement)";
    expect(await page.evaluate(inDrawer)).toBe(true);
    expect(await page.evaluate("document.querySelector('#workspace').inert")).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.id')).toBe('open-people');
  });

  it('every control has a name and can be hit with a thumb', async () => {
    const { page } = await visit('/#wang-min', PHONE);
    await page.locator('.clock-face').click();
    const unnamed = await page.evaluate(
      "[...document.querySelectorAll('button, a, input, select, textarea')].filter((e) => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML)",
    );
    expect(unnamed).toEqual([]);
    const small = await page.evaluate(
      "[...document.querySelectorAll('#topbar button, .composer button, .composer textarea')].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 32).map((e) => e.outerHTML)",
    );
    expect(small).toEqual([]);
  });
});
