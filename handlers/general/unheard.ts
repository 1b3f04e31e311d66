import { reply } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** The platform tells that somebody said something, and not what: they must not take it for done. */
export const unheard: Handler = {
  name: 'unheard',
  recognises: ({ event }) => event.kind === 'lifecycle' && event.payload.what === 'unheard',
  async run({ event, services }) {
    const links = services.pages.all(event.platform);
    const instead = links.length ? '在那之前请用网页记一笔、上传文件。' : '在那之前请联系管理员。';
    const body = `钉钉本月的消息额度用完了，您说的话没有转给我，没有记下来；到下月 1 日恢复。${instead}今天不再重复提醒。`;
    return [reply('text', {}, { title: '没有收到您刚才说的内容', body, links })];
  },
};
