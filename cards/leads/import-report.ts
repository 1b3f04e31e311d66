import { type ImportProgress, shownPlace } from '../../src/domain/intake/import.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface View {
  progress: ImportProgress;
  /** The same file was sent once more. */
  again: boolean;
}

const LISTED = 8;
const LISTED_UNREAD = 3;

/** How an import of leads stands, and what was wrong with the rows that were not taken (A1). */
export const importReport = defineCard<View>({
  kind: 'import-report',
  async load({ refs, params, read }) {
    const progress = await read.importProgress(refs.import ?? '');
    return progress && { progress, again: params.again === true };
  },
  render({ progress, again }): Card {
    const { counts, rejected, unread } = progress;
    const done = progress.state === 'done';
    const stands = done ? '完成' : progress.state === 'failed' ? '未完成' : '进行中';
    const more = counts.unread - Math.min(unread.length, LISTED_UNREAD);
    const body = [
      again && done ? '这个文件之前已导入过，这次没有重复导入；下面是当时的结果。' : '',
      progress.rejectedFile && rejected.length ? '未导入的行连同原因另有一个文件。' : '',
      progress.untaken ? `有 ${progress.untaken} 格内容没有读取${done ? '，列在另发的文件里' : ''}。` : '',
      rejected.length > LISTED ? `上面列出前 ${LISTED} 行，另有 ${counts.rejected - LISTED} 行。` : '',
      counts.unread ? '看不懂的文字已原样留在线索的需求里。' : '',
      ...progress.notes,
    ].filter(Boolean);
    return {
      kind: 'import-report',
      title: `导入「${progress.fileName}」${again && done ? '：已导入过' : stands}`,
      emphasis: standing(progress),
      facts: [
        { name: '新建', value: String(counts.created) },
        { name: '并入已有客户', value: String(counts.merged) },
        { name: '未导入', value: String(counts.rejected) },
        ...rejected.slice(0, LISTED).map((r) => ({ name: shownPlace(r), value: r.reason })),
        ...(counts.unread ? [{ name: '有看不懂的值', value: `${counts.unread} 行` }] : []),
        ...unread.slice(0, LISTED_UNREAD).map((r) => ({ name: shownPlace(r), value: r.what })),
        ...(more > 0 ? [{ name: '其他', value: `${more} 行` }] : []),
      ],
      body: body.join('\n') || undefined,
      buttons: [],
      underWay: progress.state === 'running',
      state: done ? '已完成' : undefined,
    };
  },
});

function standing({ state, error, counts, processed, total, untaken }: ImportProgress): Card['emphasis'] {
  if (state === 'failed') return { text: error ?? '导入中断', tone: 'danger' };
  if (state === 'running') return { text: `已处理 ${processed} / ${total} 行`, tone: 'info' };
  if (counts.rejected) return { text: `${counts.rejected} 行未导入`, tone: 'warn' };
  if (untaken) return { text: `各行都已导入，${untaken} 格内容没有读取`, tone: 'warn' };
  return counts.unread
    ? { text: `各行都已导入，${counts.unread} 行有看不懂的值`, tone: 'warn' }
    : { text: '全部导入', tone: 'good' };
}
