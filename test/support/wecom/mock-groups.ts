import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, type MockCompany, no, ok } from './mock-company.ts';

export const ROBOT = '693a91f6-0000-4bc4-97a0-0ec2aaaaaaaa';
const PER_MINUTE = 20;
const MINUTE_MS = 60_000;

const markdown = (max: number) => {
  const content = z.string().min(1);
  const fits = content.refine((text) => Buffer.byteLength(text) <= max);
  return { msgtype: z.literal('markdown'), markdown: z.strictObject({ content: fits }) };
};
const text = { msgtype: z.literal('text'), text: z.strictObject({ content: z.string().min(1).max(600) }) };
const toRobot = z.strictObject(markdown(4_096));
const toChat = z.discriminatedUnion('msgtype', [
  z.strictObject({ chatid: z.string(), ...markdown(2_048) }),
  z.strictObject({ chatid: z.string(), ...text }),
]);
const creation = z.strictObject({
  name: z.string().min(1).max(50),
  owner: z.string(),
  userlist: z.array(z.string()).max(2_000),
  chatid: z
    .string()
    .regex(/^[0-9A-Za-z]{1,32}$/)
    .optional(),
});
const change = z.strictObject({
  chatid: z.string(),
  owner: z.string().optional(),
  add_user_list: z.array(z.string()).min(1).optional(),
});

/** Group robots, and groups the app has made (reference 6, 3.9). */
export class MockGroups {
  /** What was said in each group, oldest first: a robot's by its key, an app's by its chatid. */
  readonly said = new Map<string, { at: Date; text: string }[]>([[ROBOT, []]]);
  /** The app's groups as they are. */
  readonly chats = new Map<string, z.output<typeof creation> & { chatid: string }>();
  private readonly clock: Clock;
  private readonly company: MockCompany;

  constructor(clock: Clock, company: MockCompany) {
    this.clock = clock;
    this.company = company;
  }

  /** The robot's call needs no token: its key is its authority. Null when it is not that one. */
  answerRobot({ call, query, body }: MockRequest): Answer | null {
    if (call !== 'webhook/send') return null;
    const said = this.said.get(query.get('key') ?? '');
    if (!said) return no(93000, 'invalid webhook url');
    const given = toRobot.safeParse(body);
    if (!given.success) return no(40058, JSON.stringify(given.error.issues[0]));
    const now = this.clock.now();
    const recent = said.filter(({ at }) => now.getTime() - at.getTime() < MINUTE_MS);
    if (recent.length >= PER_MINUTE) return no(45009, 'api freq out of limit');
    said.push({ at: now, text: given.data.markdown.content });
    return ok();
  }

  /** Null when it is none of these calls. */
  answer({ call, query, body }: MockRequest): Answer | null {
    if (!call.startsWith('appchat/')) return null;
    if (!this.company.seesAll) return no(48002, 'api forbidden');
    if (call === 'appchat/create') return this.create(body);
    if (call === 'appchat/update') return this.change(body);
    if (call === 'appchat/get') {
      const chat_info = this.chats.get(query.get('chatid') ?? '');
      return chat_info ? { ...ok(), chat_info } : no(86003, 'chat not found');
    }
    if (call !== 'appchat/send') return null;
    const given = toChat.safeParse(body);
    if (!given.success) return no(40058, JSON.stringify(given.error.issues[0]));
    const said = this.said.get(given.data.chatid);
    if (!said) return no(86003, 'chat not found');
    const content = given.data.msgtype === 'text' ? given.data.text.content : given.data.markdown.content;
    said.push({ at: this.clock.now(), text: content });
    return ok();
  }

  private create(body: unknown): Answer {
    const given = creation.safeParse(body);
    if (!given.success) return no(40058, JSON.stringify(given.error.issues[0]));
    const { owner, userlist, chatid = `wrkSF${this.said.size}` } = given.data;
    if (userlist.length < 2) return no(86006, 'too few members');
    if (!userlist.includes(owner)) return no(86207, 'owner not in the member list');
    if (!this.areKnown(userlist)) return no(86216, 'bad member');
    if (this.chats.has(chatid)) return no(86215, 'chatid taken');
    this.said.set(chatid, []);
    this.chats.set(chatid, { ...given.data, chatid });
    return { ...ok(), chatid };
  }

  private change(body: unknown): Answer {
    const given = change.safeParse(body);
    if (!given.success) return no(40058, JSON.stringify(given.error.issues[0]));
    const { chatid, owner, add_user_list = [] } = given.data;
    const chat = this.chats.get(chatid);
    if (!chat) return no(86003, 'chat not found');
    if (!this.areKnown(add_user_list)) return no(86216, 'bad member');
    const userlist = [...new Set([...chat.userlist, ...add_user_list])];
    if (owner && !userlist.includes(owner)) return no(86207, 'owner not in the member list');
    this.chats.set(chatid, { ...chat, userlist, owner: owner ?? chat.owner });
    return ok();
  }

  private areKnown(userIds: readonly string[]): boolean {
    return userIds.every((id) => this.company.members.has(id.toLowerCase()));
  }
}
