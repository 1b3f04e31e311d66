import Router from '@koa/router';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { MakeId } from '../../core/ids.ts';
import { HttpError, parseWith, readBody } from '../../web/http.ts';
import { html } from '../../web/pages/html.ts';
import { renderPage } from '../../web/pages/page.ts';
import type { Login } from '../platform.ts';

export interface SimulatorLoginDeps {
  users(): Promise<{ id: string; name: string; role: string }[]>;
  clock: Clock;
  makeId: MakeId;
}

const PATH = '/simulator/login';
const CODE_LIVES_MS = 5 * 60_000;
const MAX_FORM = 4_096;
const request = z.object({
  state: z.string().regex(/^\w{1,128}$/),
  back: z.string().regex(/^\/login\/\w+$/),
});
const choice = request.extend({ user: z.string().max(64) });

/**
 * Whoever uses the demo says who they are. Behind the simulator's own guard like everything of its: this machine's
 * pages only; a code is good once, and can be had nowhere else.
 */
export function simulatorLogin({ users, clock, makeId }: SimulatorLoginDeps): {
  login: Login;
  router: Router;
} {
  const codes = new Map<string, { userId: string; until: number }>();
  const router = new Router();
  router.get(PATH, async (ctx) => {
    const { state, back } = parseWith(request, { ...ctx.query });
    ctx.type = 'html';
    ctx.body = loginPage(state, back, await users());
  });
  router.post(PATH, async (ctx) => {
    const sent = new URLSearchParams((await readBody(ctx, MAX_FORM)).toString());
    const { state, back, user } = parseWith(choice, Object.fromEntries(sent));
    if (!(await users()).some(({ id }) => id === user)) throw new HttpError(404, '没有这个人');
    const code = makeId('code');
    codes.set(code, { userId: user, until: clock.now().getTime() + CODE_LIVES_MS });
    ctx.status = 303;
    ctx.redirect(`${back}?${new URLSearchParams({ code, state })}`);
  });
  const login: Login = {
    isOwnClient: () => true,
    // The path alone: whatever name the browser knows this machine by.
    authorizeUrl: ({ returnTo, state }) =>
      `${PATH}?${new URLSearchParams({ state, back: new URL(returnTo).pathname })}`,
    identify: async (code) => {
      const issued = codes.get(code);
      codes.delete(code);
      return issued && issued.until > clock.now().getTime() ? issued.userId : null;
    },
  };
  return { login, router };
}

function loginPage(state: string, back: string, users: { id: string; name: string; role: string }[]): string {
  return renderPage({
    title: '以谁的身份打开',
    body: html`<header class="head"><h1>以谁的身份打开</h1><p>在企业微信或钉钉里会自动登录；模拟器里请选一个人。</p></header>
<form method="post" action="${PATH}" class="persona"><input type="hidden" name="state" value="${state}"><input type="hidden" name="back" value="${back}">
${users.map(({ id, name, role }) => html`<button name="user" value="${id}">${name} <small>${role}</small></button>`)}</form>`,
  });
}
