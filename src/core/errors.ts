/**
 * The closed list of errors the product raises on purpose. Whoever catches one asks for its `code`, never for its
 * text. `userText` is Chinese and safe to show; `message` is English and goes to the log.
 */
export type ErrorCode =
  | 'invalid' // the caller sent something wrong and can mend it
  | 'forbidden' // known person, not allowed
  | 'not-found' // does not exist, or must not be seen: the two are never told apart
  | 'conflict' // the state moved on meanwhile; trying again may help
  | 'too-large'
  | 'unavailable' // a dependency is away for now; trying again helps
  | 'config'; // settings or playbook are wrong; the administrator must act

export interface Problem {
  /** Where, as a path (`phone`, `0.company`, `rules.2.if`); empty for the whole. */
  path: string;
  /** What is wrong and what to do, in Chinese. */
  message: string;
}

export class GenjinError extends Error {
  readonly code: ErrorCode;
  readonly userText: string;
  readonly problems: Problem[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { userText?: string; problems?: Problem[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'GenjinError';
    this.code = code;
    this.userText = options.userText ?? message;
    this.problems = options.problems ?? [];
  }
}

export function isGenjinError(error: unknown, code?: ErrorCode): error is GenjinError {
  return error instanceof GenjinError && (code === undefined || error.code === code);
}

/** A file somebody sent is bigger than is read (`MAX_FILE_BYTES`). */
export function fileTooLarge(size: number): GenjinError {
  const userText = '文件超过 10 MB，请压缩或拆分后再发';
  return new GenjinError('too-large', `File of ${size} bytes`, { userText });
}

/** The text of anything thrown, for logs. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a socket says that broke while it was written to; the driver passes it on as it is. */
const BROKEN_SOCKET: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT']);

/** Is the database away for now? It heals by itself: a warning, and worth trying again. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const away =
    /^(MongoNetwork|MongoServerSelection|MongooseServerSelection|MongoNotConnected|MongoTopologyClosed|MongoPool)/;
  return away.test(error.name) || ('code' in error && BROKEN_SOCKET.has(error.code));
}

/** Does trying again change nothing? A file that is gone stays gone. */
export function isLasting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** At which level a failure that will be tried again is logged: ERROR means that a person must act. */
export function levelOf(error: unknown): 'warn' | 'error' {
  return isDatabaseAway(error) ? 'warn' : 'error';
}
