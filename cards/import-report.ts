import type { ImportProgress } from '../src/domain/intake/import.ts';
import { defineCard } from './define.ts';
import type { Card } from './model.ts';

const LISTED = 8;

/** How an import of leads stands, and what was wrong with the rows that were not taken (A1). */
export const importReport = defineCard<ImportProgress>({
  kind: 'import-report',
  async load({ refs, read }) {
    return read.importProgress(refs.import ?? '');
  },
  render(progress): Card {
    const { counts, rejected } = progress;
    const done = progress.state === 'done';
    return {
      kind: 'import-report',
      title: `导入「${progress.fileName}」${done ? '完成' : progress.state === 'failed' ? '未完成' : '进行中'}`,
      emphasis:
        progress.state === 'failed'
          ? { text: progress.error ?? '导入中断', tone: 'danger' }
          : done
            ? {
                text: rejected.length ? `${rejected.length} 行未导入` : '全部导入',
                tone: rejected.length ? 'warn' : 'good',
              }
            : { text: `已处理 ${progress.processed} / ${progress.total} 行`, tone: 'info' },
      facts: [
        { name: '新建', value: String(counts.created) },
        { name: '并入已有客户', value: String(counts.merged) },
        { name: '未导入', value: String(counts.rejected) },
        ...rejected.slice(0, LISTED).map((r) => ({ name: `第 ${r.row} 行`, value: r.reason })),
      ],
      body:
        rejected.length > LISTED
          ? `另有 ${rejected.length - LISTED} 行，见附件。改好后重新发送整个文件即可，已导入的行不会重复。`
          : undefined,
      buttons: [],
      file: progress.rejectedFile,
      state: done ? '已完成' : undefined,
    };
  },
});
