import { describe, expect, it } from 'vitest';
import type { SimulatorCard } from '../../src/platforms/simulator/page/contract.ts';
import { PHONE, styleOf } from '../support/browser.ts';
import { useSite } from '../support/site.ts';

const visit = useSite();
const MARKUP = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;

const CARD: SimulatorCard = {
  title: `标题 ${MARKUP}`,
  emphasis: { text: MARKUP, tone: 'warn' },
  facts: [{ name: MARKUP, value: MARKUP }],
  body: MARKUP,
  tags: [MARKUP],
  quote: MARKUP,
  selects: [{ id: '"><b>', label: MARKUP, options: [{ id: MARKUP, label: MARKUP }] }],
  buttons: [{ id: MARKUP, label: MARKUP, command: MARKUP, disabled: MARKUP }],
  link: { label: '点我', url: "javascript:document.title='broken'" },
  state: MARKUP,
};

describe('hostile text', () => {
  it('is shown as text wherever it comes from', async () => {
    const { page, stub, errors } = await visit('/#wang-min');
    stub.world.card('wang-min', MARKUP, CARD);
    stub.world.post('wang-min', { text: MARKUP });
    stub.world.post('wang-min', { text: '', file: { name: `${MARKUP}.exe`, url: 'javascript:alert(1)' } });
    stub.world.note(MARKUP, MARKUP, MARKUP, 'L1');
    await page.locator('.file-name', { hasText: '.exe' }).waitFor();
    await page.getByRole('tab', { name: '审计' }).click();
    await page.locator('.trail-text', { hasText: '<script>' }).waitFor();
    expect(await page.locator('.card h3').first().textContent()).toBe(CARD.title);
    expect(await page.locator('.bubble-text').first().textContent()).toBe(MARKUP);
    expect(await page.locator('body img[src="x"], #phones script').count()).toBe(0);
    expect(await page.title()).toBe('跟进 · 模拟器');
    expect(errors).toEqual([]);
  });

  it('cannot make a link to anything but a web page', async () => {
    const { page, stub } = await visit('/#wang-min');
    stub.world.card('wang-min', 'x', CARD);
    const link = page.getByText('点我');
    await link.waitFor();
    expect(await link.evaluate((e) => e.closest('a').hasAttribute('href'))).toBe(false);
  });

  it('of 5,000 characters is folded; one of right-to-left marks stays in its own line', async () => {
    const { page, stub } = await visit('/#wang-min');
    stub.world.post('wang-min', { text: '长'.repeat(5000) });
    stub.world.post('wang-min', { text: 'a\u202e\u2066反向\u0000\u0007文字' });
    const unfold = page.getByRole('button', { name: '展开全文' });
    await unfold.waitFor();
    const height = () =>
      page
        .locator('.bubble-text')
        .first()
        .evaluate((e) => e.clientHeight);
    const folded = Number(await height());
    await unfold.click();
    expect(Number(await height())).toBeGreaterThan(folded * 3);
    const isolated = page.locator('.bubble-text').nth(1);
    expect(await styleOf(isolated, 'unicodeBidi')).toBe('isolate');
  });

  it('without a space in it never makes a 390 px page scroll sideways', async () => {
    const { page, stub } = await visit('/#wang-min', PHONE);
    const long = 'x'.repeat(300);
    stub.world.card('wang-min', 'x', {
      title: long,
      facts: [{ name: long, value: long }],
      tags: [long],
      quote: long,
      selects: [{ id: 's', label: long, options: [{ id: 'o', label: long }] }],
      buttons: [{ id: 'b', label: long, command: long }],
    });
    stub.world.post('wang-min', { text: long, mine: true });
    await page.locator('.mine').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const scroller = page.locator('.chat-scroll').first();
    expect(await scroller.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
  });
});
