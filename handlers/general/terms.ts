import { termsNamed } from '../../src/domain/playbook/glossary.ts';
import { reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** What the company's words mean: those named, or all of the playbook's glossary. */
export const terms: Handler = {
  name: 'terms',
  recognises: ({ command }) => command?.verb === 'terms',
  async run({ version, command }) {
    const { glossary } = version.playbook;
    const all = Object.entries(glossary).map(([name, definition]) => ({ name, definition }));
    const asked = command?.rest ?? '';
    if (!all.length) return [sentence('打法里还没有名词解释。管理员可以写在打法文件的 glossary 一节。')];
    const found = asked ? termsNamed(asked, glossary) : all;
    const names = all.map(({ name }) => name).join('、');
    if (!found.length) return [sentence(`打法里没有解释“${asked.slice(0, 20)}”。有：${names}`)];
    const lines = found.map(({ name, definition }) => `${name}：${definition}`);
    return [reply('text', {}, { title: '名词解释', body: lines.join('\n') })];
  },
};
