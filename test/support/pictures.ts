/**
 * Makes the pictures of the README anew, from a demo of its own: `node --import tsx test/support/pictures.ts`.
 * Look at them before committing.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import type { Browser, Page } from 'playwright-core';
import { DESKTOP, openBrowser, openPage, PHONE } from './browser.ts';
import { ROOT } from './company.ts';

const PORT = 3979;
const URL = `http://localhost:${PORT}`;
const IMAGES = join(ROOT, 'docs/images');
const LEAD = {
  company: '杭州市第一人民医院',
  contactName: '王建国',
  title: '超声科主任',
  phone: '13812345678',
  source: 'website',
  products: ['彩超'],
  budget: '50–200万',
  need: '想看便携彩超，下月科室论证',
};

async function startDemo(folder: string): Promise<ChildProcess> {
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: String(PORT),
    DATA_DIR: folder,
    SIMULATOR_NOW: '2026-11-23T09:40:00.437+08:00',
  };
  const demo = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { cwd: ROOT, env });
  for await (const chunk of demo.stdout) if (String(chunk).includes('genjin is ready')) break;
  demo.stdout.resume();
  return demo;
}

async function picture(page: Page, name: string): Promise<void> {
  // What a card flashes when it changes has faded by then.
  await page.waitForTimeout(2_500);
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

async function advance(body: { advance: string } | { to: string }): Promise<void> {
  await axios.post(`${URL}/simulator/clock`, body);
}

/** A lead nobody touched: two hours later the rep and the manager are both told. */
async function reminded(browser: Browser): Promise<string> {
  const { data } = await axios.post(`${URL}/api/leads`, LEAD, { headers: { authorization: 'Bearer demo' } });
  const lead = data.results[0];
  await advance({ advance: 'PT2H' });
  const { data: directory } = await axios.get(`${URL}/simulator/users`);
  const owner = directory.users.find((user: { id: string }) => user.id === lead.ownerId);
  const { page } = await openPage(browser, DESKTOP);
  await page.goto(`${URL}/#${owner.id},${owner.managerId}`);
  await page.getByRole('article').filter({ hasText: lead.leadId }).first().waitFor();
  await page.getByRole('tab', { name: '审计' }).click();
  await picture(page, 'simulator');
  return owner.id;
}

/** The rep types what happened: understood, shown back, answered with a script. */
async function logged(browser: Browser, userId: string): Promise<void> {
  const { page } = await openPage(browser, PHONE);
  await page.goto(`${URL}/#${userId}`);
  await page.waitForSelector('body[data-ready]');
  const box = page.getByLabel('输入消息').first();
  await box.fill('市一医院王主任 已报价86万 嫌贵 下周二下午3点回访');
  await page.getByRole('button', { name: '发送', exact: true }).first().click();
  await page.getByText('已记录').last().waitFor();
  await picture(page, 'log-by-typing');
}

/** Next morning the director has the activation report. */
async function reported(browser: Browser): Promise<void> {
  await advance({ to: '2026-11-24T10:05:00+08:00' });
  const { page } = await openPage(browser, PHONE);
  await page.goto(`${URL}/#chen-guodong`);
  await page.getByRole('article').filter({ hasText: '激活' }).first().waitFor();
  await picture(page, 'daily-report');
}

const folder = mkdtempSync(join(tmpdir(), 'genjin-pictures-'));
const demo = await startDemo(folder);
const browser = await openBrowser();
try {
  const owner = await reminded(browser);
  await logged(browser, owner);
  await reported(browser);
} finally {
  await browser.close();
  demo.kill('SIGTERM');
  await once(demo, 'exit');
  rmSync(folder, { recursive: true, force: true });
}
