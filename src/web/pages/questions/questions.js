import { tellOnSubmit } from '../shared/tell.js';

const form = /** @type {HTMLFormElement | null} */ (document.getElementById('questions-form'));

if (form) {
  // Nothing has to be filled in at once: what is missing is asked in the chat.
  form.noValidate = true;
  tellOnSubmit(form, {
    status: /** @type {HTMLElement} */ (document.getElementById('questions-status')),
    answers: /** @type {HTMLElement} */ (document.getElementById('questions-answers')),
    send: (id) =>
      fetch(location.pathname, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ id, answers: answersOf(form) }),
      }),
    onSent: () => {
      for (const question of form.querySelectorAll('.question')) if (isAnswered(question)) question.remove();
      if (!form.querySelector('.question')) form.hidden = true;
    },
  });
}

/** @param {HTMLFormElement} form */
function answersOf(form) {
  /** @type {Record<string, string[]>} */
  const answers = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || value.trim() === '') continue;
    answers[name] = [...(answers[name] ?? []), value];
  }
  return answers;
}

/** @param {Element} question */
function isAnswered(question) {
  const controls = /** @type {NodeListOf<HTMLInputElement>} */ (
    question.querySelectorAll('input, select, textarea')
  );
  return [...controls].some((control) => (isTick(control) ? control.checked : control.value.trim() !== ''));
}

/** @param {HTMLInputElement} control */
function isTick({ type }) {
  return type === 'radio' || type === 'checkbox';
}
