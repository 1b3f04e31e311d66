import { readItem } from '../../src/domain/journey/gate.ts';
import type { Reply } from '../../src/services/messages.ts';
import { askerOf, type HandlerContext } from '../context.ts';
import { shown } from './document-actions.ts';

/** A form sent as photo or PDF is read, or is told in words why it is not (D1). */
export async function documentSent(context: HandlerContext): Promise<Reply[]> {
  const { event, services, person, op, asked } = context;
  if (event.kind !== 'file') return [];
  const askedFor = await services.questions.fileFor(asked, askerOf(context));
  const { document, again, alsoFrom } = await services.documents.begin(
    event.payload,
    person._id,
    op,
    askedFor && { leadId: askedFor.record, name: readItem(askedFor.item).name },
  );
  if (again) return [shown(document, '这份文件之前已经发过，这是当时的结果。')];
  const other = alsoFrom && (await services.people.get(alsoFrom.by));
  return [shown(document, other ? `${other.name} 也发过同一份文件，请确认不要重复归档。` : undefined)];
}
