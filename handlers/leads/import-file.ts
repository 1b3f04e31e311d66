import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { HandlerContext } from '../context.ts';

/** A table sent in chat is an import of leads (A1). */
export async function importFile({ event, services, person, op }: HandlerContext): Promise<Reply[]> {
  if (event.kind !== 'file') return [];
  if (!services.imports.mayImport(person)) return [sentence('您没有导入线索的权限，请联系主管。')];
  const progress = await services.imports.begin(event.payload, person._id, op, { asks: true });
  if (progress.state === 'failed') return [sentence(`「${progress.fileName}」没有导入：${progress.error}`)];
  const again = progress.originKey !== op.key;
  return [reply('import-report', { import: progress._id }, again ? { again } : {})];
}
