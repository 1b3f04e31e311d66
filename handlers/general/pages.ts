import { reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** Where nobody can be recognised in a browser. */
export const NO_PAGES = '这里没有可以打开的网页，所有事都可以打字完成。发「帮助」看看能做什么。';

/** The pages there are, to choose from. */
export const pages: Handler = {
  name: 'pages',
  recognises: ({ command }) => command?.verb === 'pages',
  async run({ services, event }) {
    const links = services.pages.all(event.platform);
    const picture = services.pages.banner(event.platform);
    return links.length ? [reply('text', {}, { title: '网页', links, picture })] : [sentence(NO_PAGES)];
  },
};

/** How the day stands, in figures. */
export const board: Handler = {
  name: 'board',
  recognises: ({ command }) => command?.verb === 'board',
  run: async ({ services, event }) => [reply('board', {}, { link: services.pages.board(event.platform) })],
};
