import { type ImportProgress, shownPlace } from '../../src/domain/intake/import.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';
import { importAsking } from './import-asking.ts';

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
    if (progress.state === 'asking') return importAsking(progress);
    const { counts, rejected, unread } = progress;
    const done = progress.state === 'done';
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
      title: `导入「${progress.fileName}」${again && done ? '：已导入过' : STANDS[progress.state]}`,
      emphasis: standing(progress),
      facts: [
        { name: '新建', value: String(counts.created) },
        ...(counts.history ? [{ name: '其中历史客户', value: String(counts.history) }] : []),
        { name: '并入已有客户', value: String(counts.merged) },
        { name: '未导入', value: String(counts.rejected) },
        ...rejected.slice(0, LISTED).map((r) => ({ name: shownPlace(r), value: r.reason })),
        ...(counts.unread ? [{ name: '有看不懂的值', value: `${counts.unread} 行` }] : []),
        ...unread.slice(0, LISTED_UNREAD).map((r) => ({ name: shownPlace(r), value: r.what })),
        ...(more > 0 ? [{ name: '其他', value: `${more} 行` }] : []),
      ],
      body: body.join('\n') || undefined,
      buttons:
        done && counts.created ? [button('撤销导入', 'undo-import', progress._id, { style: 'danger' })] : [],
      underWay: progress.state === 'running' || progress.state === 'undoing',
      state: done ? '已完成' : undefined,
    };
  },
});

const STANDS: Record<ImportProgress['state'], string> = {
  asking: '',
  running: '进行中',
  done: '完成',
  failed: '未完成',
  cancelled: '已取消',
  undoing: '撤销中',
  undone: '已撤销',
};

function standing({ state, error, counts, processed, total, untaken }: ImportProgress): Card['emphasis'] {
  if (state === 'cancelled') return { text: '没有导入，什么都没有写入', tone: 'info' };
  if (state === 'undoing') return { text: '正在撤销', tone: 'info' };
  if (state === 'undone') return { text: undone(counts), tone: 'info' };
  if (state === 'failed') return { text: error ?? '导入中断', tone: 'danger' };
  if (state === 'running') return { text: `已处理 ${processed} / ${total} 行`, tone: 'info' };
  if (counts.rejected) return { text: `${counts.rejected} 行未导入`, tone: 'warn' };
  if (untaken) return { text: `各行都已导入，${untaken} 格内容没有读取`, tone: 'warn' };
  return counts.unread
    ? { text: `各行都已导入，${counts.unread} 行有看不懂的值`, tone: 'warn' }
    : { text: '全部导入', tone: 'good' };
}

function undone({ undone = 0, left = 0, merged }: ImportProgress['counts']): string {
  const others = [
    left ? `${left} 条已有人跟进，没有撤回` : '',
    merged ? `并入已有客户的 ${merged} 行没有撤回` : '',
  ].filter(Boolean);
  return [`撤回了新建的 ${undone} 条`, ...others].join('；');
}
