import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import type { DingtalkMessage, DingtalkPart, DingtalkStore } from '../../stores/dingtalk.ts';
import { type Capabilities, type Delivery, SendError, type Sender } from '../platform.ts';
import { Unreachable } from '../remote.ts';
import { type DingtalkApi, Punished } from './api.ts';
import { renderPlain } from './cards/plain.ts';
import { adviceOf, DingtalkError } from './errors.ts';
import { sendToPerson } from './robot.ts';

export interface DingtalkSenderDeps {
  api: Pick<DingtalkApi, 'call' | 'upload'>;
  store: Pick<DingtalkStore, 'get' | 'begin' | 'accept'>;
  files: { read(id: string): Promise<Uint8Array> };
  robotCode: string;
  clock: Clock;
  capabilities: Capabilities;
}

/** Sends by the app's robot, to each person in their single chat with it. */
export class DingtalkSender implements Sender {
  readonly name = 'dingtalk';
  readonly capabilities: Capabilities;
  private readonly deps: DingtalkSenderDeps;

  constructor(deps: DingtalkSenderDeps) {
    this.deps = deps;
    this.capabilities = deps.capabilities;
  }

  async send(delivery: Delivery): Promise<string> {
    const id = digest(delivery.key);
    try {
      const row = (await this.deps.store.get(id)) ?? (await this.begin(id, delivery));
      for (const [i, part] of row.parts.entries()) {
        if (i < row.accepted) continue;
        await this.sendPart(row, part);
        await this.deps.store.accept(id, i + 1);
      }
      return id;
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** A message cannot be changed, and what it said was true when it was sent. */
  async edit(): Promise<void> {}

  private async begin(id: string, { key, userId, card }: Delivery): Promise<DingtalkMessage> {
    const { store, clock } = this.deps;
    const parts: DingtalkPart[] = renderPlain(card);
    if (card.file) parts.push(await this.filePart(card.file));
    return store.begin({ _id: id, key, userId, parts }, clock.now());
  }

  private async filePart({ name, fileId }: { name: string; fileId: string }): Promise<DingtalkPart> {
    const mediaId = await this.deps.api.upload(await this.deps.files.read(fileId), name);
    const fileType = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    return { as: 'message', msgKey: 'sampleFile', msgParam: { mediaId, fileName: name, fileType } };
  }

  private async sendPart({ userId }: DingtalkMessage, part: DingtalkPart): Promise<void> {
    const { api, robotCode } = this.deps;
    await sendToPerson(api, robotCode, userId, part);
  }
}

const ADMIN_WAIT_MS = 60_000;
const AWAY_WAIT_MS = 15_000;
const QUOTA_WAIT_MS = 3_600_000;

/** What a refusal means for the outbox. Only what can never succeed is given up. */
function toSendError(error: unknown): unknown {
  if (error instanceof Punished) return new SendError(error.message, false, error.waitMs);
  if (error instanceof Unreachable) return new SendError(error.message, false, AWAY_WAIT_MS);
  if (!(error instanceof DingtalkError)) return error;
  const { message, remedy } = error;
  switch (remedy.kind) {
    case 'wait':
      return new SendError(message, false, remedy.ms);
    case 'quota':
      return new SendError(message, false, QUOTA_WAIT_MS);
    case 'admin':
    case 'template':
      return new SendError(`${message}；${adviceOf(error)}`, false, ADMIN_WAIT_MS);
    case 'token':
    case 'retry':
      return new SendError(message, false);
    default:
      return new SendError(message, true);
  }
}
