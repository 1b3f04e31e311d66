/** Runs commands against the store. Knows nothing of sockets: takes a decoded command, gives the reply's bytes. */
import { encode } from './bson.ts';
import { type Command, commandName, errorReply } from './command.ts';
import { ADMIN_COMMANDS } from './commands/admin.ts';
import { INDEX_COMMANDS } from './commands/indexes.ts';
import { READ_COMMANDS } from './commands/read.ts';
import { WRITE_COMMANDS } from './commands/write.ts';
import { Cursors } from './cursors.ts';
import { MongoError } from './errors.ts';
import type { Store } from './store.ts';
import { onlyFields, supported } from './subset.ts';
import { type Doc, isDoc } from './values.ts';
import type { Request } from './wire.ts';

/** Harmless on one node: there is only one answer they could give. */
const COMMON = [
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'comment',
  'maxTimeMS',
];

const COMMANDS: Record<string, Command> = {
  ...ADMIN_COMMANDS,
  ...INDEX_COMMANDS,
  ...READ_COMMANDS,
  ...WRITE_COMMANDS,
};

export class Engine {
  private readonly cursors = new Cursors();
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  writes(request: Request): boolean {
    return COMMANDS[commandName(request.body)]?.writes === true;
  }

  /** Runs a command. Errors a client should see come back as a reply, others are thrown. */
  run(request: Request): Buffer {
    try {
      const reply = this.dispatch(request);
      return Buffer.isBuffer(reply) ? reply : encode(reply);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      return encode(errorReply(error));
    }
  }

  private dispatch(request: Request): Doc | Buffer {
    const name = commandName(request.body);
    supported('command', name);
    const command = COMMANDS[name] as Command;
    if (request.body.has('startTransaction') || request.body.has('txnNumber'))
      throw new MongoError(
        'IllegalOperation',
        'Transactions are not supported by the embedded database; set MONGODB_URI',
      );
    onlyFields(name, request.body.keys(), new Set([name, ...COMMON, ...command.fields]));
    const concern = request.body.get('readConcern');
    if (
      isDoc(concern) &&
      !['local', 'available', 'majority', undefined].includes(concern.get('level') as string)
    )
      throw new MongoError('InvalidOptions', 'readConcern level must be local, available or majority');
    return command.run({ ...request, store: this.store, cursors: this.cursors });
  }

  expireCursors(): void {
    this.cursors.expire();
  }
}
