import { h } from '../lib/dom.js';

const HUES = 6;

/**
 * A person's mark: the end of the given name (敏, 雪峰) on a colour that is always theirs.
 * @param {{ id: string, name: string }} user
 */
export function avatar(user) {
  let sum = 0;
  for (const char of user.id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  const letters = Array.from(user.name);
  const initials = letters.slice(letters.length > 2 ? -2 : -1).join('');
  return h('span', { class: `avatar avatar-${sum % HUES}`, 'aria-hidden': 'true' }, initials);
}
