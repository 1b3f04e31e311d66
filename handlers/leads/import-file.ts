import { reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** A spreadsheet sent in chat is an import of leads (A1). */
export const importFile: Handler = {
  name: 'import-file',
  recognises: ({ event }) => event.kind === 'file' && /\.(xlsx|csv|tsv|txt)$/i.test(event.payload.name),
  async run({ event, services, person, op }) {
    if (event.kind !== 'file') return [];
    if (!services.imports.mayImport(person)) return [sentence('您没有导入线索的权限，请联系主管。')];
    const progress = await services.imports.begin(event.payload, person._id, op);
    if (progress.state === 'failed') return [sentence(`「${progress.fileName}」没有导入：${progress.error}`)];
    const again = progress.originKey !== op.key;
    return [reply('import-report', { import: progress._id }, again ? { again } : {})];
  },
};
