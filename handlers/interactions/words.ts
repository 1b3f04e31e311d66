import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import { reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

const NOT_ALLOWED = '词汇由主管添加，请告诉您的主管。';

/** 词汇建议: which words the team uses that the playbook lacks. */
export const words: Handler = {
  name: 'words',
  recognises: ({ command }) => command?.verb === 'words',
  async run({ services, person, version, scope, now }) {
    if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
    const advised = await services.vocabulary.advice(version, scope, now);
    return [
      reply(
        'word-advice',
        {},
        {
          advised: advised.map(({ label, word, cases, examples, missed }) => ({
            ...{ label, word, cases, examples, missed },
          })),
        },
      ),
    ];
  },
};

/** `加词汇 已报价 亮价`: from now on the word is recorded; what was recorded before stays as it is. */
export const addWord: Handler = {
  name: 'add-word',
  recognises: ({ command }) => command?.verb === 'add-word',
  async run({ command, services, person, op }) {
    if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
    const [label = '', word = '', ...more] = (command?.rest ?? '').split(/\s+/);
    if (!label || !word || more.length) return [sentence('请这样写：加词汇 已报价 亮价')];
    const { version } = await services.vocabulary.add(label, word, op);
    return [
      sentence(
        `“${word}”从现在起算「${label}」（打法第 ${version} 版），以前的记录不变。要收回请发：去词汇 ${label} ${word}`,
      ),
    ];
  },
};

/** `去词汇 已报价 亮价`: takes a word out again, as another version. */
export const dropWord: Handler = {
  name: 'drop-word',
  recognises: ({ command }) => command?.verb === 'drop-word',
  async run({ command, services, person, op }) {
    if (!mayChangePlaybook(person)) return [sentence(NOT_ALLOWED)];
    const [label = '', word = '', ...more] = (command?.rest ?? '').split(/\s+/);
    if (!label || !word || more.length) return [sentence('请这样写：去词汇 已报价 亮价')];
    const { version } = await services.vocabulary.remove(label, word, op);
    return [sentence(`“${word}”不再算「${label}」（打法第 ${version} 版），以前的记录不变。`)];
  },
};
