import type { Clock } from '../core/clock.ts';
import { isDatabaseAway, isGenjinError } from '../core/errors.ts';
import { eventKey, type InboundEvent } from '../core/event.ts';
import type { Directory } from '../services/people/directory.ts';
import type { OutboxStore } from '../stores/outbox.ts';

export interface DeadLetterDeps {
  directory: Directory;
  outbox: OutboxStore;
  clock: Clock;
  /** Tells the sender that something is waiting. */
  onQueued(): void;
}

const SORRY = '刚才那条消息没有处理成功，已通知管理员；内容还在，修好后会补上。急的话请稍后再发一次。';

/** An event was given up: whoever sent it is told, and the administrators, with what they can do about it. */
export async function tellDead(deps: DeadLetterDeps, event: InboundEvent, error: unknown): Promise<void> {
  const now = deps.clock.now();
  const key = eventKey(event);
  const people = await deps.directory.map();
  const sender = await deps.directory.byAccount(event.platform, event.userId);
  const admins = [...people.values()].filter((person) => person.active && person.role === 'admin');
  const what = `${sender?.name ?? '一位不认识的人'}${describeEvent(event)}没有处理成功`;
  const report = `${what}：${reasonOf(error)}。原样保留着：npx genjin letters 查看，letters retry 重试，letters drop 放弃。`;
  const tell = (to: string, body: string, urgency: 'reply' | 'normal') =>
    deps.outbox.add(
      `${key}/dead/${to}`,
      { channel: 'chat', to, kind: 'text', refs: {}, params: { body }, urgency },
      now,
    );
  if (sender) await tell(sender._id, SORRY, 'reply');
  for (const admin of admins) if (admin._id !== sender?._id) await tell(admin._id, report, 'normal');
  deps.onQueued();
}

/** What somebody did, without what stands in it: `发的文件「名单.xlsx」`. */
export function describeEvent(event: InboundEvent): string {
  switch (event.kind) {
    case 'message':
      return `发的消息（${event.payload.text.length} 字）`;
    case 'action':
      return `点的按钮「${event.payload.command.slice(0, 20)}」`;
    case 'file':
      return `发的文件「${event.payload.name || '未命名'}」`;
    case 'location':
      return '发的位置';
    case 'contact':
      return '添加的客户';
    case 'lifecycle':
      return '的通讯录变动';
  }
}

/** Why, in Chinese and without anything of the machine; the log has the rest. */
export function reasonOf(error: unknown): string {
  if (isGenjinError(error)) return error.userText;
  if (isDatabaseAway(error)) return '数据库连不上';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return '文件已不在服务器上，重试也没有用';
  if (code === 'ENOSPC') return '服务器磁盘已满';
  if (code === 'EACCES' || code === 'EPERM') return '程序没有读写数据目录的权限';
  return '程序出错，详情在日志里（event given up）';
}
