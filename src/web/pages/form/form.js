/**
 * Makes the public form nicer; without it the form is a plain POST. Here: linked choices tick before your eyes,
 * the budget becomes a slider, mistakes show while typing, and one submission is sent once.
 */
import { startLinkedChoices } from './linked-choices.js';
import { makeSlider } from './slider.js';
import { checkQuestion, showProblem } from './validation.js';

const form = document.getElementById('lead-form');
if (form instanceof HTMLFormElement) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  form.noValidate = true;
  const questions = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('.question')]);
  for (const question of questions) if (question.dataset.as === 'slider') makeSlider(question);
  startLinkedChoices(form);
  for (const question of questions) {
    question.addEventListener('change', () => showProblem(question, checkQuestion(question)));
    // While a mistake is shown, it goes as soon as it is mended.
    question.addEventListener('input', () => {
      if (question.querySelector('[aria-invalid="true"]')) showProblem(question, checkQuestion(question));
    });
  }
  guardSubmit(form, questions);
  document.getElementById('summary')?.focus();
}

/** @param {HTMLFormElement} form @param {HTMLElement[]} questions */
function guardSubmit(form, questions) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type="submit"]'));
  const status = /** @type {HTMLElement} */ (document.getElementById('form-status'));
  let isSent = false;
  form.addEventListener('submit', (event) => {
    const wrong = questions.filter((question) => {
      const problem = checkQuestion(question);
      showProblem(question, problem);
      return problem !== '';
    });
    if (isSent || wrong.length > 0) event.preventDefault();
    if (wrong[0]) {
      status.textContent = `还有 ${wrong.length} 项需要补充`;
      const control = wrong[0].querySelector('input:not([type="radio"]), select, textarea');
      if (control instanceof HTMLElement) control.focus();
      wrong[0].scrollIntoView({ block: 'center' });
    } else if (!isSent) {
      isSent = true;
      status.textContent = '正在提交…';
      button.setAttribute('aria-disabled', 'true');
    }
  });
  // Coming back with the browser's back button shows the page as it was left: ready to send again.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    isSent = false;
    status.textContent = '';
    button.removeAttribute('aria-disabled');
  });
}
