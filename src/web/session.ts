import type { Context } from 'koa';
import type { Clock } from '../core/clock.ts';
import type { Person } from '../domain/people/person.ts';
import type { SessionStore } from '../stores/sessions.ts';

/** Who is looking, and the account that proved it: what they do on a page counts as done on that platform. */
export interface Visitor {
  person: Person;
  account: { platform: string; userId: string };
}

export interface SessionDeps {
  sessions: SessionStore;
  people: { get(id: string): Promise<Person | null> };
  clock: Clock;
  publicUrl: string;
}

const COOKIE = 'genjin';
/** Logging in again inside the chat takes no tap, so a lost phone need not stay logged in for long. */
const LIVES_MS = 12 * 3_600_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Logged-in browsers: an unguessable token in a cookie scripts cannot read, its digest in the database. */
export class Sessions {
  private readonly deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.deps = deps;
  }

  async begin(ctx: Context, { person, account }: Visitor): Promise<void> {
    const before = this.tokenOf(ctx);
    if (before) await this.deps.sessions.end(before);
    const expiresAt = new Date(this.deps.clock.now().getTime() + LIVES_MS);
    const token = await this.deps.sessions.begin({ personId: person._id, ...account, expiresAt });
    this.setCookie(ctx, COOKIE, token, { path: '/', maxAge: LIVES_MS });
  }

  /** Null for everybody who is not logged in, or has left the company since. */
  async visitorOf(ctx: Context): Promise<Visitor | null> {
    const token = this.tokenOf(ctx);
    const session = token ? await this.deps.sessions.find(token, this.deps.clock.now()) : null;
    const person = session && (await this.deps.people.get(session.personId));
    if (!session || !person?.active) return null;
    return { person, account: { platform: session.platform, userId: session.userId } };
  }

  /** A cookie of ours: not for scripts, not sent along by other sites' requests, over TLS where there is any. */
  setCookie(ctx: Context, name: string, value: string | null, scope: { path: string; maxAge: number }): void {
    const secure = this.deps.publicUrl.startsWith('https:');
    // TLS ends at the proxy in front; what counts is what the browser speaks.
    ctx.cookies.secure = secure;
    ctx.cookies.set(name, value, { ...scope, secure, httpOnly: true, sameSite: 'lax', signed: false });
  }

  private tokenOf(ctx: Context): string | null {
    const token = ctx.cookies.get(COOKIE, { signed: false });
    return token && TOKEN.test(token) ? token : null;
  }
}
