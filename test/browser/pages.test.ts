import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrozenClock } from '../../src/core/clock.ts';
import { lowContrast, openBrowser, openPage, PHONE, screenshot } from '../support/browser.ts';
import { ROOT } from '../support/company.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { type Product, startProduct } from '../support/product.ts';
import { local } from '../support/time.ts';

/** The demo on a phone: the pages behind the login, in the product itself. */
let browser: Browser;
let database: TestDatabase;
let product: Product;
const folder = mkdtempSync(join(tmpdir(), 'genjin-pages-'));

beforeAll(async () => {
  browser = await openBrowser();
  database = await createDatabase();
  product = await startProduct({
    uri: database.uri,
    dataDir: folder,
    playbook: undefined,
    clock: new FrozenClock(local('2026-11-23 10:30')),
    people: undefined,
    env: { PUBLIC_URL: 'http://localhost:3000' },
    onLog: () => {},
  });
}, 60_000);

afterAll(async () => {
  await browser.close();
  await product.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(path: string): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, PHONE);
  opened.page.setDefaultTimeout(10_000);
  await opened.page.goto(product.url + path);
  await opened.page.getByRole('button', { name: '王敏' }).click();
  await opened.page.waitForURL(product.url + path);
  return opened;
}

async function fitsThePhone(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await lowContrast(page)).toEqual([]);
  const small = await page.evaluate(
    "[...document.querySelectorAll('a, button, textarea')].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 40).map((e) => e.outerHTML)",
  );
  expect(small).toEqual([]);
}

describe('on a phone, behind the login', () => {
  it('the board leads to a customer, and from there to a note', async () => {
    const { page, errors } = await open('/board');
    await screenshot(page, 'board');
    await fitsThePhone(page);
    await page.getByRole('link', { name: /跟进/ }).first().click();
    await page.getByRole('heading', { name: '联系人' }).waitFor();
    await screenshot(page, 'customer');
    await fitsThePhone(page);
    await page.getByRole('link', { name: '记一笔' }).click();
    const text = page.getByLabel('内容');
    expect(await text.inputValue()).toMatch(/^L\d+ $/);
    await text.pressSequentially('已报价50万 嫌贵 下周二下午3点回访');
    await page.getByRole('button', { name: '发送' }).click();
    await page.getByText('已发送，答复也在聊天里。').waitFor();
    await page.locator('#note-answers').getByText('50万').waitFor();
    expect(await text.inputValue()).toBe('');
    await screenshot(page, 'note');
    await fitsThePhone(page);
    expect(errors).toEqual([]);
  });

  it('a chosen file is uploaded and answered', async () => {
    const { page, errors } = await open('/me/upload');
    await page.getByLabel('选择文件或拍照').setInputFiles({
      name: '方案.docx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('not a list'),
    });
    await page.getByText('方案.docx').waitFor();
    await page.getByRole('button', { name: '上传' }).click();
    await page.locator('#upload-answers p').waitFor();
    await page.getByText('选择文件或拍照').waitFor();
    await screenshot(page, 'upload');
    await fitsThePhone(page);
    expect(errors).toEqual([]);
  });

  it('a form stands beside the pieces of the picture it was read from', async () => {
    const photo = readFileSync(join(ROOT, 'fixtures/documents/forms/d-trial-feedback-photo-2.jpg'));
    const form = new FormData();
    form.append('userId', 'wang-min');
    form.append('file', new Blob([new Uint8Array(photo)]), 'IMG_2041.jpg');
    await fetch(`${product.url}/simulator/files`, { method: 'POST', body: form });
    await fetch(`${product.url}/simulator/clock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"advance":"PT0S"}',
    });
    const { page, errors } = await open('/documents/D101');
    await page.getByRole('heading', { name: 'D101 设备试用反馈表' }).waitFor();
    const pieces = page.locator('.crop');
    expect(await pieces.count()).toBeGreaterThan(5);
    for (const piece of await pieces.all()) {
      await piece.scrollIntoViewIfNeeded();
      const height = await piece.evaluate(
        (image) => (image as unknown as { naturalHeight: number }).naturalHeight,
      );
      expect(height).toBeGreaterThan(20);
    }
    await screenshot(page, 'document');
    await fitsThePhone(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await screenshot(page, 'document-wide');
    expect(errors).toEqual([]);
  });

  it('a refusal is shown where the thumb is, and nothing is lost', async () => {
    const { page } = await open('/me/note');
    await page.getByLabel('内容').fill('L1 已电话');
    await page.context().clearCookies();
    await page.getByRole('button', { name: '发送' }).click();
    await page.getByText('登录已过期').waitFor();
    expect(await page.getByLabel('内容').inputValue()).toBe('L1 已电话');
  });
});
