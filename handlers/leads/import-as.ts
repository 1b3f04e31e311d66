import type { Verb } from '../../cards/actions.ts';
import type { ImportProgress } from '../../src/domain/intake/import.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

const WAYS = {
  保留负责人: 'kept',
  保留不计时: 'filed',
  重新分配: 'routed',
  开始导入: 'routed',
  不导入: 'cancelled',
} as const;
const SHOWN = 5;

/** `导入方式 imp-… 保留负责人`: how a list is to be taken (A1). */
export const importAs = onImport('import-as', async (progress, context) => {
  const { services, command, op } = context;
  const way = Object.entries(WAYS).find(([words]) => words === command?.rest)?.[1];
  if (!way) return [sentence(`写法不对，请点卡片上的按钮，或写：${Object.keys(WAYS).join('、')}。`)];
  const after = await services.imports.decide(progress._id, way, op);
  if (progress.state !== 'asking') return shown(progress, context);
  return after.state === 'cancelled'
    ? quietly(context, '没有导入，什么都没有写入。')
    : quietly(context, '正在导入，完成后这张卡片会更新。');
});

/** `撤销导入 imp-…`: all of it, while nobody has worked on it (A1). */
export const undoImport = onImport('undo-import', async (progress, context) => {
  const { busy } = await context.services.imports.undo(progress._id, context.op);
  if (busy.length === 0) return shown(progress, context);
  const named = busy.slice(0, SHOWN).join('、') + (busy.length > SHOWN ? ` 等 ${busy.length} 条` : '');
  return [sentence(`没有撤销：${named} 已经有人跟进。要改负责人请用 指派，要关闭请用 丢单。`)];
});

/** The tapped card itself says how it goes on; whoever typed is told. */
function quietly({ event }: HandlerContext, text: string): Reply[] {
  return event.kind === 'action' ? [] : [sentence(text)];
}

function shown({ _id }: ImportProgress, { event }: HandlerContext): Reply[] {
  return event.kind === 'action' ? [] : [reply('import-report', { import: _id })];
}

/** About an import of one's own, or anybody's for a manager. */
function onImport(
  verb: Verb,
  run: (progress: ImportProgress, context: HandlerContext) => Promise<Reply[]>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, services, person } = context;
      const progress = await services.imports.get(command?.target ?? '');
      const isTheirs = progress && (progress.by === person._id || mayManage(person));
      return isTheirs ? run(progress, context) : [sentence('没有这次导入。')];
    },
  };
}
