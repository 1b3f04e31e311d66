import type { Reply } from '../../src/services/messages.ts';
import { askerOf, type HandlerContext } from '../context.ts';

const IMAGE = /^image\//;

/** A photo sent while a visit asks for one (C3). @returns null for any other file */
export async function visitPhoto(context: HandlerContext): Promise<Reply[] | null> {
  const { event, services, asked, op } = context;
  if (event.kind !== 'file' || !IMAGE.test(event.payload.mediaType)) return null;
  const asker = askerOf(context);
  const askedFor = await services.questions.fileFor(asked, asker);
  const asking = asked.find(
    ({ open, set, record }) => open && set === 'visit' && record === askedFor?.record,
  );
  if (askedFor?.item !== 'photo' || !asking) return null;
  const { fileId, name } = event.payload;
  if (!(await services.visitQuestions.photo(asking, { fileId, name }, asker, op))) return null;
  await services.visitQuestions.answer(asking, [], asker, op);
  return services.questions.ask('visit', asking, asker);
}
