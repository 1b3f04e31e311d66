export type DocumentErrorCode =
  | 'empty'
  | 'not-a-document'
  | 'unsupported'
  | 'corrupt'
  | 'encrypted'
  | 'scripted'
  | 'too-large'
  | 'too-many-pages'
  | 'too-slow';

/** Why a document could not be read. `message` is a Chinese sentence for the rep who sent it. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly code: DocumentErrorCode;

  constructor(code: DocumentErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
