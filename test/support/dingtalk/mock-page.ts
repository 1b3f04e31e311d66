import type { PageHost, PageMessage } from '../mock-page.ts';
import { linksOf, readable } from './links.ts';
import type { MockDingtalk } from './mock-dingtalk.ts';
import type { Shown } from './mock-robot.ts';

/** The mock as its page wants it. */
export function pageOf(mock: MockDingtalk): PageHost {
  return {
    platform: 'DingTalk',
    members: () => [...mock.directory.members.values()].map(({ userId, name }) => ({ userId, name })),
    messages: (userId) => mock.robot.of(userId).map(onPage),
    says: (userId, text) => mock.says(userId, text),
    clicks: (userId, id, label) => mock.clicks(userId, id, label),
    login: mock.login,
  };
}

function onPage({ id, msgKey, param, file }: Shown): PageMessage {
  if (file) return { id, file: file.name };
  if (msgKey === 'sampleText') return { id, text: param.content };
  const { title, markdown = '', text = '' } = param;
  if (msgKey !== 'card') return { id, title, text: readable(text), buttons: [...linksOf({ param }).keys()] };
  const buttons = JSON.parse(param.buttons ?? '[]') as { text: string }[];
  return { id, title, text: readable(markdown), buttons: buttons.map((button) => button.text) };
}
