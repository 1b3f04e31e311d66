/** Text that is already HTML. Only `html` and `raw` make it, so that nothing is escaped twice or not at all. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | string | number | false | undefined | Part[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** C0 and C1 controls except tab and line ends: no browser shows them, some tools trip over them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Safe as element text and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(CONTROLS, '').replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** A template whose every `${…}` is escaped unless it is `Html`; `false` and `undefined` leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, i) => text + render(parts[i])).join(''));
}

/** `name="value"` pairs; `true` gives a bare attribute, `false` and `undefined` none. */
export function attributes(values: Record<string, string | boolean | undefined>): Html {
  const pairs = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [name] : [`${name}="${escapeHtml(value)}"`];
  });
  return new Html(pairs.join(' '));
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(render).join('');
  return part instanceof Html ? part.markup : escapeHtml(String(part));
}
