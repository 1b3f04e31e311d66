/**
 * Choosing CT设备 ticks 影像类. What was ticked this way goes again with its cause, unless the person touched it.
 *
 * @typedef {{ field: string, value: string, because: Set<string> }} Link
 */

/** @param {HTMLFormElement} form */
export function startLinkedChoices(form) {
  /** Choices we made (`field=value`) and what asked for them. @type {Map<string, Link>} */
  const links = new Map();
  /** Choices the person overruled while their cause stands. @type {Set<string>} */
  const overruled = new Set();
  form.addEventListener('change', (event) => {
    // Our own changes announce themselves too, so that sliders and checks follow; they are not decisions.
    if (!event.isTrusted && !(event instanceof CustomEvent)) return;
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return;
    for (const [key, link] of collect(form)) {
      if (link.field !== control.name || !isAbout(control, link)) continue;
      overruled.add(key);
      links.delete(key);
    }
    apply(form, links, overruled);
  });
  apply(form, links, overruled);
}

/** @param {HTMLInputElement | HTMLSelectElement} control @param {Link} link */
const isAbout = (control, link) => control.type !== 'checkbox' || control.value === link.value;

/** @param {HTMLFormElement} form @param {Map<string, Link>} links @param {Set<string>} overruled */
function apply(form, links, overruled) {
  const wanted = collect(form);
  for (const key of overruled) if (!wanted.has(key)) overruled.delete(key);
  for (const [key, link] of links) {
    if (wanted.has(key)) continue;
    setChoice(form, link.field, link.value, false);
    links.delete(key);
  }
  for (const [key, link] of wanted) {
    if (overruled.has(key)) continue;
    const known = links.get(key);
    if (known) known.because = link.because;
    else if (setChoice(form, link.field, link.value, true)) links.set(key, link);
  }
  explain(form, links);
}

/** Everything the present choices imply. @param {HTMLFormElement} form */
function collect(form) {
  /** @type {Map<string, Link>} */
  const wanted = new Map();
  for (const source of form.querySelectorAll('[data-implies]')) {
    const isChosen =
      source instanceof HTMLOptionElement
        ? source.selected
        : source instanceof HTMLInputElement && source.checked;
    if (!isChosen) continue;
    /** @type {Record<string, string | string[]>} */
    const implied = JSON.parse(source.getAttribute('data-implies') ?? '{}');
    const cause = /** @type {HTMLOptionElement | HTMLInputElement} */ (source).value;
    for (const [field, values] of Object.entries(implied)) {
      for (const value of [values].flat()) {
        const key = `${field}=${value}`;
        const link = wanted.get(key) ?? { field, value, because: new Set() };
        link.because.add(cause);
        wanted.set(key, link);
      }
    }
  }
  return wanted;
}

/**
 * Chooses or frees a value of a field.
 * @param {HTMLFormElement} form
 * @param {string} field
 * @param {string} value
 * @param {boolean} on
 * @returns {boolean} whether that changed anything
 */
function setChoice(form, field, value, on) {
  for (const control of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) {
    if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
      if (control.value !== value || control.checked === on) continue;
      control.checked = on;
    } else if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) {
      // A field that holds one value: an answer the person gave stands.
      if (on ? control.value !== '' : control.value !== value) continue;
      control.value = on ? value : '';
    } else continue;
    control.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  }
  return false;
}

/** Says beside the question what was chosen for the person, and why. @param {HTMLFormElement} form @param {Map<string, Link>} links */
function explain(form, links) {
  for (const question of form.querySelectorAll('.question')) {
    const mine = [...links.values()].filter(
      (link) => link.field === /** @type {HTMLElement} */ (question).dataset.field,
    );
    for (const label of question.querySelectorAll('.choice')) {
      const value = label.querySelector('input')?.value;
      label.classList.toggle(
        'linked',
        mine.some((link) => link.value === value),
      );
    }
    const text = mine.map((link) => `已随“${[...link.because].join('、')}”选上“${link.value}”`).join('；');
    const note = question.querySelector('.linked-note') ?? question.appendChild(newNote());
    note.textContent = text;
  }
}

function newNote() {
  const note = document.createElement('p');
  note.className = 'linked-note';
  note.setAttribute('role', 'status');
  return note;
}
