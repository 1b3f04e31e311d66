import { GenjinError } from '../core/errors.ts';
import { digest } from '../core/ids.ts';
import { describeEvent } from '../inbox/dead-letters.ts';
import type { AuditEntry } from '../stores/audit.ts';
import { author, type Run, type Workspace, withWorkspace } from './context.ts';

interface Letter {
  id: string;
  line: string;
  retry(now: Date): Promise<void>;
  drop(now: Date): Promise<void>;
}

const MOST = 500;

/** `genjin letters list`: what was given up, and why. */
export const listLetters: Run = async (context) =>
  withWorkspace(context, async (workspace) => {
    const letters = await lettersOf(workspace);
    for (const { id, line } of letters) context.terminal.out(`${id}  ${line}`);
    if (letters.length === 0) context.terminal.out('没有放弃的消息');
    return 0;
  });

/** `genjin letters retry <id|all>`: once more from the beginning. */
export const retryLetters: Run<{ which: string }> = (context, { which }) =>
  each(context, which, 'letter.retried', '重试', (letter, now) => letter.retry(now));

/** `genjin letters drop <id|all>`: nobody waits for it any more. */
export const dropLetters: Run<{ which: string }> = (context, { which }) =>
  each(context, which, 'letter.dropped', '放弃', (letter, now) => letter.drop(now));

async function each(
  context: Parameters<Run>[0],
  which: string,
  kind: string,
  done: string,
  act: (letter: Letter, now: Date) => Promise<void>,
): Promise<number> {
  return withWorkspace(context, async (workspace) => {
    const { stores, clock } = workspace;
    const chosen = (await lettersOf(workspace)).filter(({ id }) => which === 'all' || id === which);
    if (chosen.length === 0 && which !== 'all') {
      const userText = `没有编号为 ${which} 的消息，请看 npx genjin letters list`;
      throw new GenjinError('invalid', `No letter ${which}`, { userText });
    }
    for (const letter of chosen) {
      const now = clock.now();
      await act(letter, now);
      const text = `${done}：${letter.line}`;
      const entry: AuditEntry = {
        _id: `${kind}:${letter.id}:${now.getTime()}`,
        at: now,
        by: author(),
        kind,
        text,
      };
      await stores.audit.append(entry);
    }
    context.terminal.out(`已${done} ${chosen.length} 条`);
    return 0;
  });
}

async function lettersOf({ stores }: Workspace): Promise<Letter[]> {
  const { inbox, outbox, people } = stores;
  const names = new Map((await people.all()).map(({ _id, name }) => [_id, name]));
  const events = await inbox.dead(MOST);
  const messages = await outbox.dead(MOST);
  return [
    ...events.map(({ _id, event, receivedAt }) => ({
      id: shortId('event', _id),
      line: `收到  ${when(receivedAt)}  ${event.userId} ${describeEvent(event)}`,
      retry: (now: Date) => inbox.revive(_id, now),
      drop: (now: Date) => inbox.letGo(_id, now),
    })),
    ...messages.map(({ _id, to, kind, refs, createdAt, error }) => ({
      id: shortId('message', _id),
      line: `发给  ${when(createdAt)}  ${names.get(to) ?? to}  ${[kind, ...Object.values(refs)].join(' ')}  ${error ?? ''}`,
      retry: (now: Date) => outbox.revive(_id, now),
      drop: () => outbox.letGo(_id, 'let-go'),
    })),
  ];
}

function shortId(what: string, key: string): string {
  return digest(what, key).slice(0, 8);
}

function when(at: Date): string {
  return at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
}
