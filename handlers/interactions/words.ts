import { VERBS } from '../../cards/actions.ts';
import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import { reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

const NOT_ALLOWED = '词汇由主管添加，请告诉您的主管。';

/** 词汇建议: which words the team uses that the playbook lacks. */
export const words: Handler = {
  name: 'words',
  recognises: ({ command }) => command?.verb === 'words',
  async run({ services, person, version, scope, now }) {
    if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
    return [reply('word-advice', {}, { advised: await services.vocabulary.advice(version, scope, now) })];
  },
};

/** `加词汇 已报价 亮价`: from now on the word is recorded; what was recorded before stays as it is. */
export const addWord = onWord('add-word', async (label, word, { services, op }) => {
  const { version } = await services.vocabulary.add(label, word, op);
  return `“${word}”从现在起算「${label}」（打法第 ${version} 版），以前的记录不变。要收回请发：去词汇 ${label} ${word}`;
});

/** `去词汇 已报价 亮价`: takes a word out again, as another version. */
export const dropWord = onWord('drop-word', async (label, word, { services, op }) => {
  const { version } = await services.vocabulary.remove(label, word, op);
  return `“${word}”不再算「${label}」（打法第 ${version} 版），以前的记录不变。`;
});

/** A change of one word of the playbook, by who may change it. @param run answers what came of it, in Chinese */
function onWord(
  verb: 'add-word' | 'drop-word',
  run: (label: string, word: string, context: HandlerContext) => Promise<string>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      if (!mayChangePlaybook(context.person)) return [sentence(NOT_ALLOWED)];
      const [label = '', word = '', ...more] = (context.command?.rest ?? '').split(/\s+/);
      if (!label || !word || more.length) return [sentence(`请这样写：${VERBS[verb].words[0]} 已报价 亮价`)];
      return [sentence(await run(label, word, context))];
    },
  };
}
