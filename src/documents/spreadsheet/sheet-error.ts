/** Why a table file could not be read, in words for the sales manager who sent it. */

export type SheetErrorCode =
  | 'empty'
  | 'too-large'
  | 'not-a-table'
  | 'old-excel'
  | 'encrypted'
  | 'corrupt'
  | 'too-many-rows'
  | 'no-header';

/** `message` is a Chinese sentence that can be shown as it is; `row` is the row in the file, where one is to blame. */
export class SheetError extends Error {
  override readonly name = 'SheetError';
  readonly code: SheetErrorCode;
  readonly row: number | undefined;

  constructor(code: SheetErrorCode, message: string, options: { row?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.row = options.row;
  }
}
