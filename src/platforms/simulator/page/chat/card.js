/**
 * A card as a chat shows it.
 *
 * @import { CardButton, CardSelect, PageLink, SimulatorCard } from '../contract.ts'
 * @typedef {(button: CardButton, values: Record<string, string>) => Promise<void>} Press
 */
import { h, icon } from '../lib/dom.js';

/** Keeps the place until the picture is there; the style sheet fits it to the card. */
const PICTURE_WIDTH = 320;

let made = 0;

/**
 * @param {SimulatorCard} card
 * @param {Press} press settles when the server has taken the click
 */
export function renderCard(card, press) {
  made += 1;
  const titleId = `card-${made}`;
  const selects = (card.selects ?? []).map((select) => renderSelect(select, `${titleId}-${select.id}`));
  /** @param {CardButton} button */
  const onPress = (button) => {
    const chosen = selects.filter(({ control }) => control.value !== '');
    const values = Object.fromEntries(chosen.map(({ control }) => [control.name, control.value]));
    return whileBusy(element, () => press(button, values));
  };
  const { emphasis, figure, tags = [], facts, body, quote, link, links = [], picture, buttons, state } = card;
  const pages = link ? [link, ...links] : links;
  /** @type {HTMLElement} */
  const element = h(
    'article',
    { class: emphasis ? `card tone-${emphasis.tone}` : 'card', 'aria-labelledby': titleId },
    picture && renderPicture(picture),
    h('h3', { id: titleId, dir: 'auto' }, card.title),
    emphasis && h('p', { class: 'card-emphasis', dir: 'auto' }, emphasis.text),
    figure && renderFigure(figure),
    tags.length > 0 && renderTags(tags),
    facts.length > 0 && renderFacts(facts),
    body && h('p', { class: 'card-body', dir: 'auto' }, body),
    quote && h('blockquote', { dir: 'auto' }, quote),
    ...pages.map(renderLink),
    ...selects.map((select) => select.element),
    buttons.length > 0 && renderButtons(buttons, titleId, onPress),
    state && h('p', { class: 'card-state' }, icon('check'), h('span', { dir: 'auto' }, state)),
  );
  return element;
}

/** @param {NonNullable<SimulatorCard['picture']>} picture */
function renderPicture({ url, alt, ratio }) {
  const width = String(PICTURE_WIDTH);
  const height = String(Math.round(PICTURE_WIDTH / ratio));
  return h('img', { class: 'card-picture', src: url, alt, width, height });
}

/** @param {NonNullable<SimulatorCard['figure']>} figure */
function renderFigure({ name, value }) {
  return h(
    'p',
    { class: 'card-figure' },
    h('strong', { dir: 'auto' }, value),
    h('span', { dir: 'auto' }, name),
  );
}

/** @param {string[]} tags */
function renderTags(tags) {
  return h(
    'ul',
    { class: 'tags', 'aria-label': '标签' },
    ...tags.map((tag) => h('li', { dir: 'auto' }, tag)),
  );
}

/** @param {SimulatorCard['facts']} facts */
function renderFacts(facts) {
  const rows = facts.map(({ name, value }) =>
    h('div', {}, h('dt', { dir: 'auto' }, name), h('dd', { dir: 'auto' }, value)),
  );
  return h('dl', { class: 'facts' }, ...rows);
}

/** @param {CardSelect} select @param {string} id */
function renderSelect(select, id) {
  const options = select.options.map((option) => h('option', { value: option.id }, option.label));
  const control = h('select', { id, name: select.id }, h('option', { value: '' }, '请选择'), ...options);
  const element = h('div', { class: 'card-select' }, h('label', { for: id }, select.label), control);
  return { element, control };
}

/** @param {PageLink} link */
function renderLink(link) {
  return h(
    'a',
    { class: 'card-link', href: link.url, target: '_blank', rel: 'noopener noreferrer' },
    h('span', { dir: 'auto' }, link.label),
    icon('open'),
  );
}

/**
 * @param {CardButton[]} buttons
 * @param {string} cardId
 * @param {(button: CardButton) => Promise<void>} press
 */
function renderButtons(buttons, cardId, press) {
  const reasons = [...new Set(buttons.map((button) => button.disabled).filter((reason) => reason))];
  /** @param {CardButton} button */
  const reasonId = (button) =>
    button.disabled ? `${cardId}-why-${reasons.indexOf(button.disabled)}` : undefined;
  const controls = buttons.map((button) =>
    h(
      'button',
      {
        type: 'button',
        class: `card-button ${button.style ?? 'default'}`,
        disabled: Boolean(button.disabled),
        'data-action': button.id,
        'aria-describedby': reasonId(button),
        title: button.command ? `也可以直接输入：${button.command}` : undefined,
        on: { click: () => void press(button) },
      },
      button.label,
    ),
  );
  const notes = reasons.map((reason, i) => h('p', { class: 'card-why', id: `${cardId}-why-${i}` }, reason));
  return h('div', { class: 'card-actions' }, h('div', { class: 'card-buttons' }, ...controls), ...notes);
}

/**
 * Greys out a card while its click is on the way, and takes no other. Its buttons are not disabled: that would take
 * the focus from the one pressed.
 * @param {HTMLElement} card
 * @param {() => Promise<void>} work
 */
async function whileBusy(card, work) {
  if (card.getAttribute('aria-busy') === 'true') return;
  card.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    card.removeAttribute('aria-busy');
  }
}
