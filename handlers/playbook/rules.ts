import { formatWhen } from '../../cards/format.ts';
import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { examplesFor, sectionNamed, TOPICS } from '../../src/services/playbook/sections.ts';
import type { Handler, HandlerContext } from '../context.ts';
import { NOT_ALLOWED } from './changes.ts';

const VERSIONS_SHOWN = 8;
const BACK_BUTTONS = 3;
const LINES_SHOWN = 30;

/** `规则`: what of the playbook can be changed by a line; `规则 历史`, `规则 标签`: what there is. */
export const rules: Handler = {
  name: 'rules',
  recognises: ({ command }) => command?.verb === 'rules',
  async run(context) {
    const { command, person } = context;
    if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
    const wanted = command?.rest ?? '';
    if (/^(?:历史|版本|历史版本)$/.test(wanted)) return history(context);
    const section = wanted ? sectionNamed(wanted, context.version.playbook) : undefined;
    if (wanted && !section)
      return [sentence(`规则里没有「${wanted.slice(0, 20)}」。可以看：${[...TOPICS, '历史'].join('、')}`)];
    if (!section) return [overview(context)];
    const lines = section.lines.slice(0, LINES_SHOWN);
    const more = section.lines.length - lines.length;
    const body = [
      ...lines.map(({ name, value }) => (value ? `${name}：${value}` : name)),
      ...(more > 0 ? [`…… 还有 ${more} 项`] : []),
    ];
    return [
      reply(
        'method',
        {},
        { title: `${section.topic}（打法第 ${context.version.version} 版）`, body: body.join('\n') },
      ),
    ];
  },
};

function overview({ person, version }: HandlerContext): Reply {
  const facts = examplesFor(person).map(({ topic, examples }) => ({
    name: topic,
    value: examples.join('；'),
  }));
  return reply(
    'method',
    {},
    {
      title: `打法第 ${version.version} 版：一句话就能改`,
      facts: [
        ...facts,
        { name: '先试再发', value: '试跑，换行后粘贴几条线索，或接着发一张表' },
        { name: '看现在的', value: `规则 标签；${TOPICS.slice(1).join('、')}也可以` },
      ],
      body: '发来后先给您看差异，点「发布」才生效，点「撤回」就恢复。',
      choices: [{ label: '历史版本', line: '规则 历史' }],
    },
  );
}

async function history({ services, version, now }: HandlerContext): Promise<Reply[]> {
  const rows = await services.methodChanges.history(VERSIONS_SHOWN);
  const { timeZone } = version.playbook.calendar;
  const lines: string[] = [];
  for (const [i, { _id, by, at, title, changes }] of rows.entries()) {
    const author = (await services.people.get(by))?.name ?? by;
    const what =
      title ??
      (changes.length
        ? `${changes[0]?.label}${changes.length > 1 ? ` 等 ${changes.length} 处` : ''}`
        : '第一次发布');
    lines.push(`第 ${_id} 版${i ? '' : '（现行）'} ${formatWhen(at, now, timeZone)} ${author}：${what}`);
  }
  const choices = rows
    .slice(1, 1 + BACK_BUTTONS)
    .map(({ _id }) => ({ label: `回到第 ${_id} 版`, line: `回退规则 ${_id}` }));
  return [reply('method', {}, { title: '打法的历史', body: lines.join('\n'), choices })];
}
