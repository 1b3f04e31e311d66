import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/** Suggested beside a record that is confirmed. */
const SUGGESTED = 2;
const FOUND = 3;
const MAX_PART = 40;
/** 案例发给王主任了 is a note. */
const ASKS = /^(?:相似|类似)?案例(?:$|[\s:：]+([\s\S]*)$)/;

/** `案例 LIS对接`, `案例 L1024`: past cases like it, with what was said and what came of it (C11). */
export const cases: Handler = {
  name: 'cases',
  recognises: ({ command, text }) => command === null && ASKS.test(text),
  async run(context) {
    const { text, services, scope, version } = context;
    const words = ASKS.exec(text)?.[1]?.trim() ?? '';
    if (!words) return [sentence('请写要找什么，例如：案例 LIS对接，或 案例 L1024')];
    const number = /^L\d{1,9}$/i.exec(words)?.[0].toUpperCase();
    if (!number) {
      const found = await services.cases.about(words, scope, version, FOUND);
      return [reply('cases', {}, { title: `案例：${words.slice(0, MAX_PART)}`, cases: found })];
    }
    const lead = await services.queries.lead(scope, number);
    if (!lead) return [sentence(`找不到线索 ${number}，或它已不在您名下。`)];
    const [last] = await services.queries.notes(scope, number, 1);
    const found = last
      ? await services.cases.like(last, scope, version, FOUND)
      : await services.cases.about(lead.need ?? '', scope, version, FOUND);
    return [reply('cases', {}, { title: `${number} 的相似案例`, cases: found })];
  },
};

/** `有帮助 R88 分期方案`: this case helped, and which part of it. */
export const helped: Handler = {
  name: 'helped',
  recognises: ({ command }) => command?.verb === 'helped',
  async run({ command, services, scope, op }) {
    const record = await services.queries.interaction(command?.target ?? '');
    if (!record || record.state === 'undone' || scope.hidesContacts)
      return [sentence(`找不到案例 ${command?.target ?? ''}。`)];
    const part = (command?.rest ?? '').slice(0, MAX_PART);
    await services.cases.help(record._id, part || undefined, op);
    return [
      sentence(
        part
          ? `已记下：${record._id} 的“${part}”有帮助。`
          : `已记下，谢谢。想说明哪一点，可以发：有帮助 ${record._id} 分期方案`,
      ),
    ];
  },
};

/** What is like a record that was just confirmed; nothing when nothing is. */
export async function casesBeside(
  record: Interaction,
  { services, scope, version }: HandlerContext,
): Promise<Reply[]> {
  const found = await services.cases.like(record, scope, version, SUGGESTED);
  return found.length ? [reply('cases', {}, { title: '以前类似的情况', cases: found })] : [];
}
