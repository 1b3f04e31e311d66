/**
 * Sends what somebody did on a page and shows the answers. One press is one event: a second try after a lost
 * connection goes under the same id, and is handled once.
 *
 * @typedef {{ answers: string[], isDone: boolean }} Told
 */

/**
 * @param {HTMLFormElement} form
 * @param {{ status: HTMLElement, answers: HTMLElement, send: (id: string) => Promise<Response>, onSent: () => void }} parts
 */
export function tellOnSubmit(form, { status, answers, send, onSent }) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type="submit"]'));
  let id = freshId();
  let isBusy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    say(status, '正在发送…');
    try {
      const told = await read(await send(id));
      id = freshId();
      answers.replaceChildren(...told.answers.map(paragraph));
      say(status, told.isDone ? '已发送，答复也在聊天里。' : '已收到，答复稍后发到聊天里。');
      onSent();
    } catch (error) {
      say(status, error instanceof Error ? error.message : String(error), true);
    } finally {
      isBusy = false;
      button.removeAttribute('aria-disabled');
    }
  });
}

/** @param {HTMLElement} status @param {string} text @param {boolean} [isWrong] */
export function say(status, text, isWrong = false) {
  status.textContent = text;
  status.classList.toggle('wrong', isWrong);
}

/** @param {Response} response @returns {Promise<Told>} */
async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const [problem] = body.problems ?? [];
  throw new Error(problem?.message ?? body.detail ?? '没有发送成功，请再试一次');
}

/** @param {string} text */
function paragraph(text) {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
