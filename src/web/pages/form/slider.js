/**
 * Puts a slider in front of a row of radio buttons. The radio buttons stay what is submitted, and their labels are
 * the captions of the stops: a tap on one chooses it.
 *
 * @param {HTMLElement} question
 */
export function makeSlider(question) {
  const choices = question.querySelector('.choices');
  const radios = /** @type {HTMLInputElement[]} */ ([...question.querySelectorAll('[type="radio"]')]);
  if (!choices || radios.length < 2) return;
  const range = document.createElement('input');
  range.type = 'range';
  range.min = '0';
  range.max = String(radios.length - 1);
  range.step = '1';
  range.className = 'range';
  range.setAttribute('aria-label', question.querySelector('legend')?.firstChild?.textContent ?? '');
  question.classList.add('has-slider');
  question.style.setProperty('--stops', String(radios.length));
  const state = document.createElement('p');
  state.className = 'range-state';
  const clear = document.createElement('button');
  clear.type = 'button';
  clear.textContent = '清除选择';
  choices.before(range);
  choices.after(state);
  for (const radio of radios) radio.tabIndex = -1;

  const show = () => {
    const at = radios.findIndex((radio) => radio.checked);
    question.classList.toggle('unset', at < 0);
    if (at >= 0) range.value = String(at);
    else range.value = '0';
    range.setAttribute('aria-valuetext', at < 0 ? '还没有选择' : (radios[at]?.value ?? ''));
    // Only what may stay empty can be emptied again.
    if (at < 0) state.replaceChildren('拖动滑块，或点一个选项');
    else state.replaceChildren(...('required' in question.dataset ? [] : [clear]));
    question.style.setProperty('--fill', `${(Math.max(at, 0) / (radios.length - 1)) * 100}%`);
  };
  const choose = () => {
    const radio = radios[Number(range.value)];
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new CustomEvent('change', { bubbles: true }));
  };
  range.addEventListener('input', choose);
  // The first stop is where an untouched slider stands: pressing it, or a key on it, chooses it too.
  range.addEventListener('pointerup', choose);
  range.addEventListener('keydown', (event) => {
    if (event.key === 'Home' || event.key === 'ArrowLeft' || event.key === 'Enter' || event.key === ' ') {
      if (event.key === 'Enter') event.preventDefault();
      choose();
    }
  });
  clear.addEventListener('click', () => {
    for (const radio of radios) radio.checked = false;
    range.focus();
    range.dispatchEvent(new CustomEvent('change', { bubbles: true }));
  });
  question.addEventListener('change', show);
  show();
}
