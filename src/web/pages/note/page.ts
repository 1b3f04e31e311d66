import { z } from 'zod';
import { MAX_TYPED } from '../../../core/event.ts';
import { parseWith, readJson } from '../../http.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';

const MAX_BODY = 64 * 1024;
const body = z.strictObject({
  id: z.string(),
  text: z.string().trim().min(1, '还没有写内容').max(MAX_TYPED),
});

/** 记一笔: writing, or speaking, what would else be typed in the chat. `?about=L1024` begins the line. */
export const note: Page = {
  path: '/me/note',
  async show({ query }) {
    const about = /^[LC]\d{1,9}$/.exec(query.get('about') ?? '')?.[0];
    return {
      title: '记一笔',
      script: 'note/note.js',
      body: html`<header class="head"><h1>记一笔</h1><p>像在聊天里一样写：客户、做了什么、下次什么时候。</p></header>
<form id="note-form">
<label class="sr" for="note-text">内容</label>
<textarea id="note-text" name="text" rows="6" maxlength="${MAX_TYPED}" required placeholder="王主任 已报价50万 嫌贵 下周二下午3点回访">${about && `${about} `}</textarea>
<div class="actions"><button type="button" class="quiet" id="note-voice" hidden>按一下说话</button><button type="submit">发送</button></div>
<p class="status" role="status" id="note-status"></p>
</form>
<section id="note-answers" aria-live="polite" class="answers"></section>`,
    };
  },
  async act({ ctx, tell }) {
    const { id, text } = parseWith(body, await readJson(ctx, MAX_BODY));
    return tell(id, { kind: 'message', payload: { text } });
  },
};
