/** Longest value put into a text, in UTF-16 units: a need may be a page long. */
const MAX_VALUE = 60;
const PLACEHOLDER = /\{[^{}]{0,40}\}/g;

/**
 * Fills `{name}` in a text written by a person. A missing value leaves a natural sentence: the fallback if there is
 * one, otherwise nothing, and punctuation that has lost its words goes too. Values are put in once and as plain text:
 * what looks like a placeholder inside one is not filled, and no brace is ever left in the result.
 */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string | undefined>>,
  fallbacks: Readonly<Record<string, string>> = {},
): string {
  const filled = text.replace(PLACEHOLDER, (placeholder) => {
    const name = placeholder.slice(1, -1).trim();
    const value = Object.hasOwn(values, name) ? plainValue(values[name] ?? '') : '';
    return value || (Object.hasOwn(fallbacks, name) ? (fallbacks[name] ?? '') : '');
  });
  return mendPunctuation(filled.replace(/[{}]/g, ''));
}

function plainValue(value: string): string {
  const plain = value.replace(/[{}]/g, '').replace(/\s+/g, ' ').trim();
  const points = [...plain];
  return points.length <= MAX_VALUE ? plain : `${points.slice(0, MAX_VALUE - 1).join('')}…`;
}

const STOPS = '，。；：、！？,;:!?';

/** Empty brackets and quotes, doubled and leading punctuation, spaces beside Chinese punctuation. */
function mendPunctuation(text: string): string {
  return text
    .replace(/（\s*）|\(\s*\)|“\s*”|「\s*」|《\s*》|【\s*】/g, '')
    .replace(new RegExp(`[，、；：,;:]\\s*(?=[${STOPS}])`, 'g'), '')
    .replace(/\s+(?=[，。；：、！？])|(?<=[，。；：、！？])\s+/g, '')
    .replace(new RegExp(`^[\\s${STOPS}]+`), '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
