import { type Html, html } from './html.ts';

export interface Shell {
  title: string;
  body: Html;
  /** Below `/assets/`, after the base every page has. */
  styles: readonly string[];
  /** Below `/assets/`. */
  script?: string | undefined;
  /** See `Login.bridge`. */
  bridge?: string | undefined;
}

/** What stands around every page: complete HTML, phone first, nothing inline that the content policy would refuse. */
export function renderShell({ title, body, styles, script, bridge }: Shell): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
${['shared/base.css', ...styles].map((file) => html`<link rel="stylesheet" href="/assets/${file}">`)}
${bridge && html`<meta name="chat-bridge" content="${bridge}">`}
${script && html`<script type="module" src="/assets/${script}"></script>`}
</head>
<body><main>${body}</main></body>
</html>
`.markup;
}
