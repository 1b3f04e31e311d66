import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { digest } from '../../src/core/ids.ts';

const require = createRequire(import.meta.url);
const FONTS = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const WEIGHTS = ['400Regular', '500Medium', '600SemiBold', '700Bold'];
const PACKAGE = join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json');
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const PROJECTOR: BrowserContextOptions = { viewport: { width: 1920, height: 1080 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** A real Chromium with Chinese type. Close it when the tests are done. */
export async function openBrowser(): Promise<Browser> {
  const home = await unpack();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: {
      ...process.env,
      FONTCONFIG_FILE: await fontSettings(home),
      LD_LIBRARY_PATH: libraryPath(home),
    },
  });
}

/**
 * A page of its own context in that size. Anything the page itself gets wrong (an exception, a console error, a
 * breach of its content policy) is collected in `errors`; tests expect it to stay empty.
 */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, errors };
}

/** A computed style property of an element, by its DOM name. */
export function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate((e, name) => e.ownerDocument.defaultView.getComputedStyle(e)[name], property);
}

/**
 * Visible texts whose contrast with the nearest opaque ground is under 4.5:1, the WCAG AA line. Disabled controls
 * are exempt there, and here.
 */
export function lowContrast(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => [r, g, b]
      .map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (e) => {
      for (; e; e = e.parentElement) {
        const color = rgb(getComputedStyle(e).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll('body *')].flatMap((e) => {
      const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join('').trim();
      if (!text || e.closest(':disabled, noscript, script, option') || !e.checkVisibility()) return [];
      const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      return ratio < 4.5 ? [text.slice(0, 20) + ' ' + ratio.toFixed(2)] : [];
    });
  })()`);
}

/** Keeps a picture to look at in `test-results/`, which is not committed. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir('test-results', { recursive: true });
  await page.screenshot({ path: join('test-results', `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`) });
}

/**
 * The package unpacks its browser into the folder for temporary files, in place; test files running side by side
 * would find it half written. So it is unpacked aside and moved in one step.
 */
async function unpack(): Promise<string> {
  const home = join(tmpdir(), `genjin-chromium-${version}`);
  if (existsSync(home)) return home;
  const aside = await mkdtemp(join(tmpdir(), 'genjin-chromium-'));
  // The second setting makes the package unpack the system libraries it brings for bare machines.
  await withEnvironment({ TMPDIR: aside, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' }, () =>
    packed.executablePath(),
  );
  await rename(aside, home).catch(async (error: unknown) => {
    // Somebody else was quicker; theirs is the same.
    await rm(aside, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  });
  return home;
}

async function withEnvironment(
  settings: Record<string, string>,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, settings);
  try {
    await work();
  } finally {
    for (const name of Object.keys(settings)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** Own libraries (nss, expat) before the machine's, which may have none. */
function libraryPath(home: string): string {
  return [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
}

/** The browser package has no Chinese type; this points it to the one in node_modules. */
async function fontSettings(home: string): Promise<string> {
  const folders = WEIGHTS.map((weight) => `<dir>${join(FONTS, weight)}</dir>`).join('');
  const cache = `<cachedir>${join(home, 'font-cache')}</cachedir>`;
  const path = join(home, `fonts-${digest(FONTS)}.conf`);
  await writeFile(path, `<?xml version="1.0"?><fontconfig>${folders}${cache}</fontconfig>`);
  return path;
}
