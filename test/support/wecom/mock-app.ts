import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { keyOf, listsOf } from './card-clicks.ts';
import { cardProblem, type MockCard } from './card-rules.ts';
import type { Fields } from './envelope.ts';
import { type Message, message, messageProblem } from './message-rules.ts';
import { MockCalendar } from './mock-calendar.ts';
import { type Answer, MockCompany, type MockMember, no, ok, type Refusal } from './mock-company.ts';
import { MockGroups } from './mock-groups.ts';
import { MockLogin } from './mock-login.ts';

/** A message as a member's phone shows it. */
export interface Shown {
  id: string;
  at: Date;
  to: string;
  msgtype: string;
  text?: string;
  card?: MockCard;
  taskId?: string | undefined;
  file?: { name: string; bytes: Uint8Array };
  /** A card that opens a page. */
  page?: { title: string; description: string; url: string };
  /** Several pages to choose from. */
  articles?: { title: string; url: string; picurl?: string | undefined }[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const CODE_LIVES_MS = 72 * HOUR_MS;
const MEDIA_LIVES_MS = 72 * HOUR_MS;
const update = z.strictObject({
  userids: z.array(z.string()).min(1).max(1_000),
  agentid: z.number().int(),
  response_code: z.string().min(1),
  template_card: z.record(z.string(), z.unknown()).optional(),
  button: z.strictObject({ replace_name: z.string().min(1).max(100) }).optional(),
});

/** The state and rules of one self-built app and the company around it. */
export class MockApp {
  readonly company: MockCompany;
  readonly login: MockLogin;
  readonly calendar: MockCalendar;
  readonly groups: MockGroups;
  readonly messages: Shown[] = [];
  /** Silently dropped because a member got too many: what must never happen. */
  readonly dropped: Shown[] = [];
  /** Members without an interface licence: a success that does not reach them. */
  readonly unlicensed = new Set<string>();
  /** Suppressed by the duplicate check. */
  suppressed = 0;
  tokensIssued = 0;
  tokenLivesS = 7_200;
  private readonly clock: Clock;
  private readonly app: { corpId: string; agentId: number; secret: string };
  private token: { value: string; until: Date } | null = null;
  private readonly codes = new Map<string, { taskId: string; until: Date; used: boolean }>();
  private readonly tasks = new Map<string, Shown>();
  private readonly media = new Map<string, { name: string; bytes: Uint8Array; until: Date }>();
  private readonly checked: { at: Date; content: string }[] = [];
  private serial = 0;

  constructor(
    clock: Clock,
    members: readonly MockMember[],
    app: { corpId: string; agentId: number; secret: string },
  ) {
    this.clock = clock;
    this.app = app;
    this.company = new MockCompany(app.agentId, members);
    this.login = new MockLogin(clock, app);
    this.calendar = new MockCalendar(this.company);
    this.groups = new MockGroups(clock, this.company);
  }

  /** All that a member's phone shows, oldest first. */
  of(userId: string): Shown[] {
    return this.messages.filter((shown) => shown.to === userId.toLowerCase());
  }

  /** WeCom ends every token before its time. */
  expireTokens(): void {
    this.token = null;
  }

  store(name: string, bytes: Uint8Array): string {
    const id = this.next('media');
    this.media.set(id, { name, bytes, until: new Date(this.now() + MEDIA_LIVES_MS) });
    return id;
  }

  answer(request: MockRequest): Answer {
    if (request.call === 'gettoken') return this.getToken(request);
    const refused = this.groups.answerRobot(request) ?? this.checkToken(request);
    if (refused) return refused;
    switch (request.call) {
      case 'message/send':
        return this.send(request.body);
      case 'message/update_template_card':
        return this.update(request.body);
      case 'media/upload':
        return this.upload(request);
      case 'media/get':
        return this.download(request);
      default:
        return (
          this.login.answer(request) ??
          this.calendar.answer(request) ??
          this.groups.answer(request) ??
          this.company.answer(request)
        );
    }
  }

  /** The event fields of pressing a button: only what the member really sees can be pressed and chosen. */
  click(userId: string, taskId: string, label: string, chosen: Record<string, string>): Fields {
    const shown = this.tasks.get(taskId);
    if (!shown?.card || shown.to !== userId.toLowerCase()) throw new Error(`${userId} has no card ${taskId}`);
    const key = keyOf(shown.card, label);
    const lists = listsOf(shown.card);
    for (const question of Object.keys(chosen)) {
      if (!lists.some((list) => list.question === question)) throw new Error(`no list ${question}`);
    }
    const selected = lists.flatMap(({ question, options, preset }) => {
      const wanted = chosen[question];
      const option = wanted ? options.find((o) => o.text === wanted || o.id === wanted)?.id : preset;
      if (wanted && !option) throw new Error(`no option ${wanted} in ${JSON.stringify(options)}`);
      return option ? [{ QuestionKey: question, OptionIds: { OptionId: [option] } }] : [];
    });
    return {
      EventKey: key,
      TaskId: taskId,
      CardType: shown.card.card_type,
      ResponseCode: this.newCode(taskId),
      ...(selected.length ? { SelectedItems: { SelectedItem: selected } } : {}),
    };
  }

  private getToken({ query }: MockRequest): Answer {
    if (query.get('corpid') !== this.app.corpId) return no(40013, 'invalid corpid');
    if (query.get('corpsecret') !== this.app.secret) return no(40001, 'invalid credential');
    if (!this.token || this.token.until.getTime() <= this.now()) {
      this.tokensIssued++;
      this.token = { value: this.next('token'), until: new Date(this.now() + this.tokenLivesS * 1_000) };
    }
    const left = Math.floor((this.token.until.getTime() - this.now()) / 1_000);
    return { ...ok(), access_token: this.token.value, expires_in: left };
  }

  private checkToken({ query }: MockRequest): Refusal | null {
    const given = query.get('access_token');
    if (!given) return no(41001, 'access_token missing');
    if (!this.token || given !== this.token.value) return no(40014, 'invalid access_token');
    return this.token.until.getTime() > this.now() ? null : no(42001, 'access_token expired');
  }

  private send(body: unknown): Answer {
    const parsed = message.safeParse(body);
    if (!parsed.success) return no(40058, JSON.stringify(parsed.error.issues[0]));
    const given = parsed.data;
    if (given.agentid !== this.app.agentId) return no(301002, 'agentid');
    const problem = messageProblem(given) ?? this.missingMedia(given);
    if (problem) return problem;
    const to = given.touser.toLowerCase().split('|');
    const unlicenseduser = to.filter((id) => this.unlicensed.has(id)).join('|');
    const valid = to.filter((id) => this.reaches(id));
    if (!valid.length && unlicenseduser)
      return { ...ok(), invaliduser: '', unlicenseduser, msgid: this.next('msg') };
    if (!valid.length) return no(81013, 'user & party & tag all invalid');
    const invaliduser = to.filter((id) => !valid.includes(id)).join('|');
    if (this.isRepeated(given)) return { ...ok(), invaliduser, msgid: this.next('msg') };
    const task = given.msgtype === 'template_card' ? given.template_card.task_id : undefined;
    if (task !== undefined && this.tasks.has(String(task))) {
      return no(42014, 'task_id used before');
    }
    const [code] = valid.map((id) => this.deliver(id, given));
    return { ...ok(), invaliduser, msgid: this.next('msg'), ...(code ? { response_code: code } : {}) };
  }

  private missingMedia(given: Message): Refusal | null {
    return given.msgtype === 'file' && !this.fresh(given.file.media_id)
      ? no(40007, 'invalid media_id')
      : null;
  }

  /** @returns the response code of a card */
  private deliver(to: string, given: Message): string | undefined {
    const shown: Shown = { id: this.next('shown'), at: this.clock.now(), to, msgtype: given.msgtype };
    if (given.msgtype === 'text') shown.text = given.text.content;
    if (given.msgtype === 'markdown') shown.text = given.markdown.content;
    if (given.msgtype === 'textcard') shown.page = given.textcard;
    if (given.msgtype === 'news') shown.articles = given.news.articles;
    if (given.msgtype === 'file') {
      const found = this.media.get(given.file.media_id);
      if (found) shown.file = { name: found.name, bytes: found.bytes };
    }
    if (given.msgtype === 'template_card') {
      shown.card = given.template_card as unknown as MockCard;
      shown.taskId = shown.card.task_id;
    }
    const mine = this.messages.filter((m) => m.to === to).map((m) => this.now() - m.at.getTime());
    const over =
      mine.filter((age) => age < MINUTE_MS).length >= 30 ||
      mine.filter((age) => age < HOUR_MS).length >= 1_000;
    (over ? this.dropped : this.messages).push(shown);
    if (!shown.taskId) return undefined;
    this.tasks.set(shown.taskId, shown);
    // Notices can be changed only when they have a menu.
    return shown.card?.card_type.endsWith('_interaction') ? this.newCode(shown.taskId) : undefined;
  }

  private update(body: unknown): Answer {
    const parsed = update.safeParse(body);
    if (!parsed.success) return no(40058, JSON.stringify(parsed.error.issues[0]));
    const { userids, response_code, template_card, button } = parsed.data;
    if ((template_card === undefined) === (button === undefined)) return no(40058, 'button or template_card');
    const code = this.codes.get(response_code);
    if (!code || code.used || code.until.getTime() <= this.now()) return no(60140, 'response_code invalid');
    const problem = template_card ? cardProblem(template_card, 'update') : null;
    if (problem) return problem;
    const shown = this.tasks.get(code.taskId);
    const reached = userids.filter((id) => shown?.to === id.toLowerCase());
    if (!shown || !reached.length) return no(82102, 'target not in message');
    code.used = true;
    if (template_card) shown.card = { ...template_card, task_id: code.taskId } as unknown as MockCard;
    else if (shown.card) shown.card = { ...shown.card, replace_text: button?.replace_name };
    const invaliduser = userids.map((id) => id.toLowerCase()).filter((id) => id !== shown.to);
    return { ...ok(), invaliduser };
  }

  private upload({ query, file }: MockRequest): Answer {
    if (query.get('type') !== 'file' || !file) return no(41005, 'media data missing');
    if (file.bytes.byteLength <= 5) return no(40058, 'file too small');
    if (file.bytes.byteLength > 20 * 1024 * 1024) return no(45001, 'file too big');
    return { ...ok(), type: 'file', media_id: this.store(file.name, file.bytes), created_at: '1380000000' };
  }

  private download({ query }: MockRequest): Answer {
    const found = this.fresh(query.get('media_id') ?? '');
    return found ? { file: found } : no(40007, 'invalid media_id');
  }

  private fresh(mediaId: string) {
    const found = this.media.get(mediaId);
    return found && found.until.getTime() > this.now() ? found : undefined;
  }

  private reaches(userId: string): boolean {
    const member = this.company.members.get(userId);
    const works = member !== undefined && (member.status ?? 1) === 1;
    return works && !this.unlicensed.has(userId) && !this.company.invisible.has(userId);
  }

  /** The same content to the same people within the interval asked for. */
  private isRepeated({
    enable_duplicate_check,
    duplicate_check_interval = 1_800,
    ...content
  }: Message): boolean {
    if (!enable_duplicate_check) return false;
    const text = JSON.stringify(content);
    const since = this.now() - duplicate_check_interval * 1_000;
    const repeated = this.checked.some((sent) => sent.content === text && sent.at.getTime() >= since);
    if (repeated) this.suppressed++;
    else this.checked.push({ at: this.clock.now(), content: text });
    return repeated;
  }

  private newCode(taskId: string): string {
    const code = this.next('code');
    this.codes.set(code, { taskId, until: new Date(this.now() + CODE_LIVES_MS), used: false });
    return code;
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
