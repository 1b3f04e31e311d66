import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { DESKTOP, openBrowser, openPage, screenshot } from './browser.ts';
import { type PageStub, startPageStub } from './page-stub.ts';

export interface Visit {
  page: Page;
  stub: PageStub;
  /** What the page got wrong by itself: exceptions, console errors, breaches of its content policy. */
  errors: string[];
}

/** One browser for a test file, a fresh server for each visit. Call at the top of the file. */
export function useSite(): (path?: string, options?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser;
  let stubs: PageStub[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async ({ task }) => {
    const pages = browser.contexts().flatMap((context) => context.pages());
    // A failed test leaves pictures of what it saw.
    if (task.result?.state === 'fail') {
      for (const [i, page] of pages.entries()) await screenshot(page, `${task.name}-${i}`);
    }
    for (const context of browser.contexts()) await context.close();
    for (const stub of stubs) await stub.close();
    stubs = [];
  });
  afterAll(() => browser.close());
  return async (path = '/', options = DESKTOP) => {
    const stub = await startPageStub();
    stubs.push(stub);
    const { page, errors } = await openPage(browser, options);
    page.setDefaultTimeout(10_000);
    await page.goto(stub.url + path);
    if (path.startsWith('/#') || path === '/') await page.waitForSelector('body[data-ready]');
    return { page, stub, errors };
  };
}
