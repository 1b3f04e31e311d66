import { describe, expect, it } from 'vitest';
import { renderFormPage, renderNoticePage, renderThanksPage } from '../../../../src/web/pages/form/render.ts';
import type { FormQuestion, FormView } from '../../../../src/web/pages/form/view.ts';
import { escapeHtml } from '../../../../src/web/pages/html.ts';

const HOSTILE = `"><script>alert('x')</script>&amp;`;

function view(change: Partial<FormView>, question: Partial<FormQuestion> = {}): FormView {
  const only: FormQuestion = { field: 'need', label: '需求', as: 'input', required: false, ...question };
  return { id: 'trial', title: '试用', questions: [only], thanks: '谢谢', submissionId: 'S1', ...change };
}

describe('escapeHtml', () => {
  it.each([
    ['<b>&"\'', '&lt;b&gt;&amp;&quot;&#39;'],
    ['&lt;', '&amp;lt;'],
    ['a\u0000b\u001bc\u009fd', 'abcd'],
    ['第一行\n\t第二行', '第一行\n\t第二行'],
    ['', ''],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped);
  });
});

describe('renderFormPage', () => {
  it.each(['input', 'textarea', 'dropdown', 'checkboxes', 'slider'] as const)(
    'escapes everything of a question shown as %s',
    (as) => {
      const options = [{ value: HOSTILE, implies: { [HOSTILE]: HOSTILE } }, { value: 'b' }];
      const page = renderFormPage(
        view(
          {
            id: HOSTILE,
            title: HOSTILE,
            intro: HOSTILE,
            submissionId: HOSTILE,
            values: { [HOSTILE]: [HOSTILE] },
            problems: { [HOSTILE]: HOSTILE, '': HOSTILE },
          },
          { field: HOSTILE, label: HOSTILE, as, inputType: HOSTILE, hint: HOSTILE, options },
        ),
      );
      expect(page).not.toContain('<script>alert');
      expect(page).not.toContain('">&lt;');
      expect(page.match(/<script/g)).toHaveLength(1);
    },
  );

  it('posts to its own address with the token and an unseen trap', () => {
    const page = renderFormPage(view({ id: 'a/b?' }));
    expect(page).toContain('<form method="post" action="/forms/a%2Fb%3F"');
    expect(page).toContain('<input type="hidden" name="submissionId" value="S1">');
    expect(page).toContain('name="company_website" tabindex="-1"');
  });

  it('keeps a text that starts with a line break as it was', () => {
    const page = renderFormPage(view({ values: { need: '\n第二行' } }, { as: 'textarea' }));
    expect(page).toContain('>\n\n第二行</textarea>');
  });

  it('shows again what was chosen', () => {
    const options = [{ value: 'CT设备' }, { value: '超声' }];
    const page = renderFormPage(view({ values: { need: ['超声'] } }, { as: 'checkboxes', options }));
    expect(page).toMatch(/value="超声" checked/);
    expect(page).not.toMatch(/value="CT设备" checked/);
  });

  it('names problems at the top with a link, and at the question for screen readers', () => {
    const page = renderFormPage(view({ problems: { need: '请写一句', '': '稍后再试' } }, { hint: '一句话' }));
    expect(page).toContain('<a href="#q-need">需求</a>：请写一句');
    expect(page).toContain('<li>稍后再试</li>');
    expect(page).toContain('aria-describedby="hint-need problem-need" aria-invalid="true"');
  });

  it('carries linked choices for the script', () => {
    const options = [{ value: 'CT设备', implies: { category: ['影像类'] } }];
    const page = renderFormPage(view({}, { as: 'dropdown', options }));
    expect(page).toContain('data-implies="{&quot;category&quot;:[&quot;影像类&quot;]}"');
  });
});

describe('the pages after it', () => {
  it.each([
    ['thanks', renderThanksPage({ id: 'x"><b>', title: HOSTILE, thanks: HOSTILE })],
    ['a notice', renderNoticePage(HOSTILE, HOSTILE)],
  ])('%s: escaped, and without script', (_name, page) => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<b>');
  });
});
