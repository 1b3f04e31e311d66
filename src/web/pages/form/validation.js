/** Checks an answer where it is given. The server checks again: this only saves a round trip. */

/**
 * What is wrong with a question's answer, in Chinese; empty when nothing is.
 * @param {HTMLElement} question
 */
export function checkQuestion(question) {
  const group = /** @type {NodeListOf<HTMLInputElement>} */ (
    question.querySelectorAll('[type="checkbox"], [type="radio"]')
  );
  if (group.length > 0) {
    const isAnswered = [...group].some((input) => input.checked);
    return 'required' in question.dataset && !isAnswered ? '请至少选一项' : '';
  }
  const control = question.querySelector('input, select, textarea');
  const isControl =
    control instanceof HTMLInputElement ||
    control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement;
  return isControl ? checkControl(control) : '';
}

/** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control */
function checkControl(control) {
  const value = control.value.trim();
  if (value === '') {
    if (control instanceof HTMLInputElement && control.validity.badInput) return '这里的格式读不懂';
    if (!control.required) return '';
    return control instanceof HTMLSelectElement ? '请选一项' : '请填写这一项';
  }
  if (control.type === 'tel') return isPhone(value) ? '' : '请填手机号，或带区号的座机，例如 0571-87654321';
  if (control.type === 'email' && control.validity.typeMismatch)
    return '邮箱的格式不对，例如 name@company.com';
  return '';
}

/** Mobile or landline with area code, however spaced; a leading +86 or 0086 is fine. @param {string} text */
function isPhone(text) {
  const half = text.replace(/[０-９＋－（）]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const digits = half.replace(/(转|ext\.?|#).*$/i, '').replace(/[\s\-()+.]/g, '');
  const national = digits.replace(/^(0086|86(?=1\d{10}$|0?[2-9]\d{8,10}$))/, '');
  return (
    /^1[3-9]\d{9}$/.test(national) ||
    /^0?[2-9]\d{8,11}$/.test(national) ||
    /^0\d{9,11}$/.test(national) ||
    /^400\d{7}$/.test(national)
  );
}

/** @param {HTMLElement} question @param {string} problem empty takes it away */
export function showProblem(question, problem) {
  const note = question.querySelector('.problem');
  if (!(note instanceof HTMLElement)) return;
  note.textContent = problem;
  note.hidden = problem === '';
  for (const control of question.querySelectorAll('input:not([type="hidden"]), select, textarea')) {
    if (problem === '') control.removeAttribute('aria-invalid');
    else control.setAttribute('aria-invalid', 'true');
    link(control, note.id, problem !== '');
  }
}

/** Ties the note to the control for screen readers. @param {Element} control @param {string} id @param {boolean} on */
function link(control, id, on) {
  const others = (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((each) => each && each !== id);
  const ids = on ? [...others, id] : others;
  if (ids.length) control.setAttribute('aria-describedby', ids.join(' '));
  else control.removeAttribute('aria-describedby');
}
