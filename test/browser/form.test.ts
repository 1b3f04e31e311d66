import { describe, expect, it } from 'vitest';
import { DESKTOP, lowContrast, PHONE } from '../support/browser.ts';
import { useSite, type Visit } from '../support/site.ts';

const visit = useSite();
const open = (options = PHONE) => visit('/forms/trial-request', options);

async function fillRequired({ page }: Visit): Promise<void> {
  await page.getByLabel('医院或单位').fill('市一医院');
  await page.getByLabel('您的姓名').fill('王建国');
  await page.getByLabel('联系电话').fill('138 1234 5678');
  await page.getByLabel('超声').check();
}

describe('the public form', () => {
  it('ticks linked choices before your eyes and takes them back with their cause', async () => {
    const { page, errors } = await open();
    await page.getByLabel('CT设备').check();
    expect(await page.getByLabel('影像类').isChecked()).toBe(true);
    await page.getByText('已随“CT设备”选上“影像类”').waitFor();
    await page.getByLabel('超声').check();
    await page.getByLabel('CT设备').uncheck();
    expect(await page.getByLabel('影像类').isChecked()).toBe(true);
    await page.getByLabel('超声').uncheck();
    expect(await page.getByLabel('影像类').isChecked()).toBe(false);
    expect(errors).toEqual([]);
  });

  it('leaves alone what the person chose', async () => {
    const { page } = await open();
    await page.getByLabel('影像类').check();
    await page.getByLabel('CT设备').check();
    await page.getByLabel('CT设备').uncheck();
    expect(await page.getByLabel('影像类').isChecked()).toBe(true);
    await page.getByLabel('血球仪').check();
    await page.getByLabel('检验类').uncheck();
    await page.getByLabel('监护仪').check();
    expect(await page.getByLabel('检验类').isChecked()).toBe(false);
  });

  it('has a slider with named stops, for keys, thumbs and taps, that can be left alone', async () => {
    const site = await open();
    const { page, stub } = site;
    const slider = page.getByRole('slider', { name: '预算区间' });
    expect(await slider.getAttribute('aria-valuetext')).toBe('还没有选择');
    await slider.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).toBe('50–200万');
    await page.getByText('清除选择').click();
    expect(await slider.getAttribute('aria-valuetext')).toBe('还没有选择');
    await page.getByText('50万以下').click();
    expect(await slider.getAttribute('aria-valuetext')).toBe('50万以下');
    await page.getByText('200万以上').click();
    expect(await slider.inputValue()).toBe('2');
    await fillRequired(site);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('提交成功').waitFor();
    expect(stub.submissions[0]?.getAll('budget')).toEqual(['200万以上']);
  });

  it('says what is missing beside the question, sends nothing, and lets go once it is mended', async () => {
    const { page, stub } = await open();
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('还有 4 项需要补充').waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('company');
    await page.getByText('请至少选一项').waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await page.getByLabel('超声').check();
    expect(await page.getByText('请至少选一项').isVisible()).toBe(false);
    await page.getByLabel('联系电话').fill('12345');
    await page.getByLabel('您的姓名').focus();
    await page.getByText('请填手机号，或带区号的座机').waitFor();
    await page.getByLabel('联系电话').fill('0571-87654321');
    expect(await page.getByText('请填手机号').isVisible()).toBe(false);
    expect(stub.submissions).toEqual([]);
  });

  it.each([
    ['13812345678', true],
    ['+86 138-1234-5678', true],
    ['0571 8765 4321', true],
    ['(0571)87654321转802', true],
    ['４００１２３４５６７', true],
    ['1381234567', false],
    ['电话', false],
    ['abcdefghijk', false],
  ])('takes %s for a phone number: %s', async (typed, accepted) => {
    const { page } = await open(DESKTOP);
    await page.getByLabel('联系电话').fill(typed);
    await page.getByLabel('您的姓名').focus();
    expect(await page.getByText('请填手机号').isVisible()).toBe(!accepted);
  });

  it('is sent once, with its token, and an empty trap', async () => {
    const site = await open();
    await fillRequired(site);
    await site.page.evaluate(
      "(() => { const form = document.querySelector('form'); form.requestSubmit(); form.requestSubmit(); form.requestSubmit(); })()",
    );
    await site.page.getByText('已收到您的申请，我们会在 2 小时内联系您。').waitFor();
    expect(site.stub.submissions).toHaveLength(1);
    const sent = site.stub.submissions[0];
    expect(sent?.get('submissionId')).toBe('S-1');
    expect(sent?.get('company_website')).toBe('');
    expect(sent?.getAll('products')).toEqual(['超声']);
    expect(sent?.getAll('categories')).toEqual(['影像类']);
  });

  it('comes back from the server with everything still filled in and the problem named', async () => {
    const { page, stub } = await visit('/forms/trial-request', { ...PHONE, javaScriptEnabled: false });
    await page.getByLabel('医院或单位').fill('"><b>市一医院');
    await page.getByLabel('您的姓名').fill('王建国');
    await page.getByLabel('联系电话').fill('110');
    await page.getByLabel('医院等级').selectOption('二甲');
    await page.getByLabel('CT设备').check();
    await page.getByLabel('50–200万').check();
    await page.getByLabel('具体需求').fill('\n第二行');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('这不是完整的电话号码');
    expect(await page.getByLabel('医院或单位').inputValue()).toBe('"><b>市一医院');
    expect(await page.getByLabel('医院等级').inputValue()).toBe('二甲');
    expect(await page.getByLabel('CT设备').isChecked()).toBe(true);
    expect(await page.getByLabel('50–200万').isChecked()).toBe(true);
    expect(await page.getByLabel('具体需求').inputValue()).toBe('\n第二行');
    await page.getByLabel('联系电话').fill('13812345678');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('提交成功').waitFor();
    expect(stub.submissions[1]?.get('phone')).toBe('13812345678');
  });

  it.each([
    ['a phone', PHONE, 390],
    ['a desk', DESKTOP, 1440],
  ])('fits %s', async (_name, size, width) => {
    const { page } = await open(size);
    await page.getByRole('slider').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
});
