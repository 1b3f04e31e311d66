import type { Handler } from '../context.ts';
import { documentSent } from '../documents/document-sent.ts';
import { visitPhoto } from '../interactions/visit-photo.ts';
import { importFile } from '../leads/import-file.ts';
import { trialOfFile } from '../playbook/trial.ts';

/** A file is what its content says, whatever it is called: a table is a list of leads, anything else a form (A1, D1). */
export const fileSent: Handler = {
  name: 'file-sent',
  recognises: ({ event }) => event.kind === 'file',
  async run(context) {
    const { event, services } = context;
    if (event.kind !== 'file') return [];
    const onVisit = await visitPhoto(context);
    if (onVisit) return onVisit;
    const isTable = await services.imports.isTable(event.payload.fileId);
    const tried = isTable ? await trialOfFile(context) : null;
    return tried ?? (isTable ? importFile(context) : documentSent(context));
  },
};
