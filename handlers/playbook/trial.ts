import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import type { MethodChange } from '../../src/domain/playbook/change.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Trial } from '../../src/services/playbook/trials.ts';
import type { Handler, HandlerContext } from '../context.ts';
import { NOT_ALLOWED } from './changes.ts';

const ROWS_SHOWN = 10;
const NOTES_SHOWN = 6;
const MOVED_SHOWN = 6;

/**
 * `试跑` and lines behind it, or a sheet sent next: who would get each lead and why, nothing is written (B6).
 * `试跑 G101`: the newest leads under the playbook in force and under that change.
 */
export const tryLeads: Handler = {
  name: 'try-leads',
  recognises: ({ command }) => command?.verb === 'try-leads',
  async run(context) {
    const { command, person, services, version, now, op } = context;
    if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
    const [, number, lines = ''] = /^([GＧ]\d{1,9})?\s*([\s\S]*)$/i.exec(command?.rest ?? '') ?? [];
    const change = number ? await services.methodChanges.get(number.normalize('NFKC').toUpperCase()) : null;
    if (number && !change) return [sentence(`没有 ${number} 这次修改。`)];
    const tried = change ? await draftOf(change, context) : version;
    if (lines)
      return [shown(await services.trials.ofText(rawLines(context) ?? lines, tried, now), change, version)];
    if (change) return compared(change, tried, context);
    await services.trials.awaitSheet(person, undefined, op);
    return asked(await services.methodChanges.lastOpenOf(person));
  },
};

/** A sheet sent right after 试跑. @returns null when it is to be imported, as any other */
export async function trialOfFile(context: HandlerContext): Promise<Reply[] | null> {
  const { event, services, person, version, now, op } = context;
  if (event.kind !== 'file' || !mayChangePlaybook(person)) return null;
  const awaited = await services.trials.takesSheet(person, op);
  if (!awaited) return null;
  return [shown(await services.trials.ofFile(event.payload.fileId, version, now), null, version)];
}

async function draftOf(change: MethodChange, { services, person }: HandlerContext): Promise<PlaybookVersion> {
  return services.methodChanges.draftOf(change, person);
}

/** As it was typed: a table's tabs are gone from the cleaned line. */
function rawLines({ event }: HandlerContext): string | undefined {
  if (event.kind !== 'message' || !event.payload.text.includes('\t')) return undefined;
  return event.payload.text.replace(/^\s*试跑[^\S\n\t]*(?:[GＧ]\d{1,9})?\s*/i, '');
}

function asked(waiting: MethodChange | null): Reply[] {
  return [
    reply(
      'method',
      {},
      {
        title: '试跑：看线索会分给谁，什么都不写入',
        body: '把几条线索粘贴在「试跑」后面，一行一条（市一医院 王主任 13812345678 想看超声），或带表头的表格；也可以 10 分钟内把 .xlsx 或 .csv 发给我，那张表只试跑、不导入。',
        choices: waiting ? [{ label: `试跑 ${waiting._id}`, line: `试跑 ${waiting._id}` }] : [],
      },
    ),
  ];
}

function shown(
  { rows, notes, shares }: Trial,
  change: MethodChange | null,
  { version }: PlaybookVersion,
): Reply {
  const under = change ? `按 ${change._id} 修改后` : `第 ${version} 版打法`;
  const more = rows.length - ROWS_SHOWN;
  const body = [
    ...rows.slice(0, ROWS_SHOWN).map(({ row, about, outcome }) => `${row} ${about} ${outcome}`),
    ...(more > 0 ? [`…… 还有 ${more} 条，算在合计里`] : []),
    ...notes.slice(0, NOTES_SHOWN),
    ...(notes.length > NOTES_SHOWN ? [`…… 还有 ${notes.length - NOTES_SHOWN} 处`] : []),
  ].join('\n');
  const facts = rows.length ? [{ name: '合计', value: shares }] : [];
  return reply('method', {}, { title: `试跑 ${rows.length} 条（${under}，什么都没有写入）`, facts, body });
}

async function compared(
  change: MethodChange,
  after: PlaybookVersion,
  { services, version }: HandlerContext,
): Promise<Reply[]> {
  const { tried, people, moved } = await services.trials.compare(version, after);
  if (!tried) return [sentence('还没有线索可以试跑。把几条线索粘贴在「试跑」后面也可以。')];
  const more = moved.length - MOVED_SHOWN;
  const body = moved.length
    ? ['会换人的：', ...moved.slice(0, MOVED_SHOWN), ...(more > 0 ? [`…… 还有 ${more} 条`] : [])].join('\n')
    : '没有一条会换人。';
  return [
    reply(
      'method',
      {},
      {
        title: `试跑 ${change._id}：最近 ${tried} 条重新分一遍，现在 → 修改后`,
        facts: [{ name: '每人', value: people.join('；') }],
        body: `${body}\n按现在的人员估算，什么都没有写入；老客户、请假和当时的空闲会让实际不同。`,
        choices: change.state === 'open' ? [{ label: '发布', line: `发布规则 ${change._id}` }] : [],
      },
    ),
  ];
}
