import { cleanText } from '../../src/domain/normalise/text.ts';
import { PLACE_SENT } from '../../src/services/interactions/note-reader.ts';
import type { Handler } from '../context.ts';
import { note } from './note.ts';

const MAX_PLACE = 100;

/** A place sent in chat says "I was there" (C1): a note like any other, recorded where it is clear about whom. */
export const visit: Handler = {
  name: 'visit',
  recognises: ({ event }) => event.kind === 'location',
  async run(context) {
    const { event } = context;
    if (event.kind !== 'location') return [];
    const { label, latitude, longitude } = event.payload;
    // A floor is no lead: "B1层", "银泰 L2".
    const place = cleanText(label, { max: MAX_PLACE }).replace(/L(?=\d)/gi, '$& ');
    return note.run({ ...context, text: `上门拜访${PLACE_SENT}${place || `${latitude},${longitude}`}` });
  },
};
