import { SendError } from '../platform.ts';
import { Unreachable } from '../remote.ts';
import { Punished } from './api.ts';
import { adviceOf, DingtalkError } from './errors.ts';

const ADMIN_WAIT_MS = 60_000;
const AWAY_WAIT_MS = 15_000;
const QUOTA_WAIT_MS = 3_600_000;

/** What a refusal means for the outbox. Only what can never succeed is given up. */
export function toSendError(error: unknown): unknown {
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
