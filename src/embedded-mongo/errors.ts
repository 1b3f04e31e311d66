/** MongoDB's own error codes, as drivers expect them. */
import type { Value } from './values.ts';

export const CODE = {
  BadValue: [2, 'BadValue'],
  FailedToParse: [9, 'FailedToParse'],
  TypeMismatch: [14, 'TypeMismatch'],
  IllegalOperation: [20, 'IllegalOperation'],
  NamespaceNotFound: [26, 'NamespaceNotFound'],
  IndexNotFound: [27, 'IndexNotFound'],
  PathNotViable: [28, 'PathNotViable'],
  ConflictingUpdateOperators: [40, 'ConflictingUpdateOperators'],
  CursorNotFound: [43, 'CursorNotFound'],
  NamespaceExists: [48, 'NamespaceExists'],
  MaxTimeMSExpired: [50, 'MaxTimeMSExpired'],
  DollarPrefixedFieldName: [52, 'DollarPrefixedFieldName'],
  InvalidIdField: [53, 'InvalidIdField'],
  EmptyFieldName: [56, 'EmptyFieldName'],
  CommandNotFound: [59, 'CommandNotFound'],
  ImmutableField: [66, 'ImmutableField'],
  CannotCreateIndex: [67, 'CannotCreateIndex'],
  InvalidOptions: [72, 'InvalidOptions'],
  InvalidNamespace: [73, 'InvalidNamespace'],
  IndexOptionsConflict: [85, 'IndexOptionsConflict'],
  IndexKeySpecsConflict: [86, 'IndexKeySpecsConflict'],
  CannotIndexParallelArrays: [171, 'CannotIndexParallelArrays'],
  InvalidIndexSpecificationOption: [197, 'InvalidIndexSpecificationOption'],
  NotSupported: [238, 'NotImplemented'],
  CannotBackfillArray: [15891, 'CannotBackfillArray'],
  BSONObjectTooLarge: [10334, 'BSONObjectTooLarge'],
  DuplicateKey: [11000, 'DuplicateKey'],
  UpdateTooLarge: [17419, 'Location17419'],
  OutOfDiskSpace: [14031, 'OutOfDiskSpace'],
  InternalError: [1, 'InternalError'],
} as const;

/** An error a client is told about, with MongoDB's code and any extra fields of the reply (`keyPattern` …). */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly extra: Record<string, Value>;

  constructor(code: keyof typeof CODE | number, message: string, extra: Record<string, Value> = {}) {
    super(message);
    [this.code, this.codeName] = typeof code === 'number' ? [code, `Location${code}`] : CODE[code];
    this.extra = extra;
  }
}

/** The refusal of everything outside the declared subset: names what was asked for and the way out. */
export function notSupported(what: string): MongoError {
  return new MongoError('NotSupported', `${what} is not supported by the embedded database; set MONGODB_URI`);
}
