import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, no, ok, type Shown } from './mock-robot.ts';

const button = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  text: z.string().min(1).max(20),
  color: z.enum(['blue', 'gray', 'red']),
  request: z.literal(true),
});
const markdown = z
  .string()
  .max(4_000)
  .refine((text) => !text.includes('dtmd:'), 'no dtmd links on cards');
const json = <T extends z.ZodType>(schema: T) =>
  z.string().refine((text) => {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success;
  }, 'does not fit the variable');
/** The template of `fixtures/dingtalk`: a value that does not fit its variable shows nothing. */
const own = z.strictObject({
  title: z.string().min(1).max(60),
  markdown,
  buttons: json(z.array(button).max(12)),
});
const data = z.strictObject({ cardParamMap: z.record(z.string().max(100), z.string()) });
const place = {
  outTrackId: z.string().min(1).max(64),
  openSpaceId: z.string().regex(/^dtv1\.card\/\/IM_ROBOT\.[^.;]+$/),
  imRobotOpenSpaceModel: z.strictObject({
    supportForward: z.boolean(),
    lastMessageI18n: z.strictObject({ ZH_CN: z.string() }).optional(),
  }),
  imRobotOpenDeliverModel: z.strictObject({ spaceType: z.literal('IM_ROBOT'), robotCode: z.string() }),
  userIdType: z.literal(1),
};
const callback = {
  callbackType: z.enum(['STREAM', 'HTTP']),
  callbackRouteKey: z.string().optional(),
};
const create = z.strictObject({ ...place, ...callback, cardTemplateId: z.string(), cardData: data });
const deliver = z.strictObject(place);
const update = z.strictObject({
  outTrackId: z.string(),
  cardData: data,
  cardUpdateOptions: z.strictObject({ updateCardDataByKey: z.literal(true) }),
  userIdType: z.literal(1),
});
const response = z.strictObject({
  cardUpdateOptions: z.strictObject({
    updateCardDataByKey: z.literal(true),
    updatePrivateDataByKey: z.literal(true),
  }),
  cardData: data,
});

interface MockCard {
  outTrackId: string;
  to: string;
  data: Record<string, string>;
  shown: Shown | null;
  answering: boolean;
  callbackType: string;
}

/** Then whoever clicked is told that it failed. */
const CLICK_WAITS_MS = 2_000;

export const TEMPLATE = '11111111-2222-3333-4444-555555555555.schema';

/** @returns null when every value fits its variable */
export function fitsTemplate(values: object): string | null {
  const parsed = own.safeParse(values);
  return parsed.success ? null : JSON.stringify(parsed.error.issues[0]);
}

/** Interactive cards by a template, as strict as the reference says. */
export class MockCards {
  /** Published templates. */
  readonly templates = new Set([TEMPLATE]);
  /** What DingTalk tells developers never to do. */
  readonly complaints: string[] = [];
  /** How long each click waited for its answer, in ms. */
  readonly answered: { ms: number; changed: boolean }[] = [];
  /** So many deliveries from now on fail inside a 200. */
  failDeliveries = 0;
  updates = 0;
  private readonly cards = new Map<string, MockCard>();
  private readonly members: { has(userId: string): boolean };
  private readonly clock: Clock;
  private readonly show: (shown: Shown) => void;

  constructor(members: { has(userId: string): boolean }, clock: Clock, show: (shown: Shown) => void) {
    this.members = members;
    this.clock = clock;
    this.show = show;
  }

  /** Null for calls that are not about cards. */
  answer({ call, method, body }: MockRequest): Answer | null {
    if (call === '/v1.0/card/instances/createAndDeliver') return this.create(body);
    if (call === '/v1.0/card/instances/deliver') return this.deliver(deliver.safeParse(body));
    if (call === '/v1.0/card/instances' && method === 'PUT') return this.update(body);
    return null;
  }

  /** The callback of pressing a button that really is on the card. */
  click(userId: string, outTrackId: string, label: string): { body: object; http: boolean } {
    const card = this.cards.get(outTrackId);
    if (!card) throw new Error(`no card ${outTrackId}`);
    const buttons = z.array(button).parse(JSON.parse(card.data.buttons ?? '[]'));
    const pressed = buttons.find(({ text }) => text === label);
    if (!pressed) throw new Error(`no button ${label}, but ${buttons.map(({ text }) => text).join(' ')}`);
    card.answering = true;
    const content = { cardPrivateData: { actionIds: [pressed.id], params: {} } };
    const body = {
      type: 'actionCallback',
      outTrackId,
      userId,
      userIdType: 1,
      corpId: 'corp',
      spaceType: 'IM_ROBOT',
      content: JSON.stringify(content),
    };
    return { body, http: card.callbackType === 'HTTP' };
  }

  /** What came back for a click. */
  answerClick(outTrackId: string, given: unknown, ms: number): void {
    const card = this.cards.get(outTrackId);
    if (!card) return;
    card.answering = false;
    const changed = JSON.stringify(given) !== '{}';
    this.answered.push({ ms, changed });
    if (ms > CLICK_WAITS_MS) this.complaints.push(`a click answered after ${Math.round(ms)} ms: too late`);
    if (!changed) return;
    const parsed = response.safeParse(given);
    if (parsed.success) this.change(card, parsed.data.cardData.cardParamMap);
    else this.complaints.push(`an answer to a click that is none: ${JSON.stringify(given)}`);
  }

  private create(body: unknown): Answer {
    const parsed = create.safeParse(body);
    if (!parsed.success) return no('param.invalid', JSON.stringify(parsed.error.issues[0]));
    const { outTrackId, cardTemplateId, cardData, openSpaceId, callbackType } = parsed.data;
    if (!this.templates.has(cardTemplateId)) return no('param.templateNotExist', 'template');
    const problem = fitsTemplate(cardData.cardParamMap);
    if (problem) return no('param.invalid', problem);
    if (this.cards.has(outTrackId)) return no('param.cardAlreadyExist', 'card exists');
    const to = openSpaceId.replace('dtv1.card//IM_ROBOT.', '');
    const { cardParamMap } = cardData;
    this.cards.set(outTrackId, {
      outTrackId,
      to,
      data: cardParamMap,
      shown: null,
      answering: false,
      callbackType,
    });
    return this.deliver({ success: true, data: parsed.data });
  }

  private deliver(parsed: { success: boolean; data?: { outTrackId: string; openSpaceId: string } }): Answer {
    if (!parsed.data) return no('param.invalid', 'deliver');
    const card = this.cards.get(parsed.data.outTrackId);
    if (!card) return no('param.cardNotExist', 'no card');
    const { openSpaceId: spaceId, outTrackId } = parsed.data;
    const failed =
      this.failDeliveries-- > 0 ? 'system busy' : this.members.has(card.to) ? '' : 'user not in scope';
    this.failDeliveries = Math.max(0, this.failDeliveries);
    if (!failed) {
      const { data: param } = card;
      const quotedAs = `carrier-${outTrackId}`;
      card.shown = { id: outTrackId, at: this.clock.now(), to: card.to, msgKey: 'card', param, quotedAs };
      this.show(card.shown);
    }
    const one = {
      spaceType: 'IM_ROBOT',
      spaceId,
      success: !failed,
      carrierId: card.shown?.quotedAs ?? '',
      errorMsg: failed,
    };
    return ok({ success: true, result: { outTrackId, deliverResults: [one] } });
  }

  private update(body: unknown): Answer {
    const parsed = update.safeParse(body);
    if (!parsed.success) return no('param.invalid', JSON.stringify(parsed.error.issues[0]));
    const { outTrackId, cardData } = parsed.data;
    const card = this.cards.get(outTrackId);
    if (!card) return no('param.cardNotExist', 'no card');
    if (card.answering) this.complaints.push(`${outTrackId} updated while a click on it was open`);
    this.updates++;
    this.change(card, cardData.cardParamMap);
    return ok({ success: true, result: true });
  }

  private change(card: MockCard, changed: Record<string, string>): void {
    Object.assign(card.data, changed);
    const fits = own.safeParse(card.data);
    if (!fits.success)
      this.complaints.push(`a card that shows nothing: ${JSON.stringify(fits.error.issues[0])}`);
  }
}
