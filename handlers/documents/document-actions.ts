import type { Verb } from '../../cards/actions.ts';
import { wasBegun } from '../../src/core/effect.ts';
import type { SentDocument } from '../../src/domain/documents/document.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { askerOf, type Handler, type HandlerContext } from '../context.ts';
import { NO_PAGES } from '../general/pages.ts';

/** A command about a document the person may see. */
export function onDocument(
  verb: Verb,
  run: (document: SentDocument, context: HandlerContext, rest: string) => Promise<Reply[]>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, services, scope, person } = context;
      const document = await services.documents.find(scope, person, command?.target ?? '');
      if (!document) return [sentence(`找不到文件 ${command?.target ?? ''}。`)];
      return run(document, context, command?.rest ?? '');
    },
  };
}

export function shown(document: Pick<SentDocument, '_id'>, note?: string): Reply {
  return reply('document', { document: document._id }, note ? { note } : {});
}

/** After a tap the card tapped shows what has become of it; a typed line gets a card of its own. */
function changed(document: SentDocument, { event }: HandlerContext): Reply[] {
  return event.kind === 'action' ? [] : [shown(document)];
}

/** The next value to look at, or the whole document when all are clear. A short reply answers it. */
function nextQuestion({ _id }: SentDocument, context: HandlerContext): Promise<Reply[]> {
  return context.services.questions.ask('document', { record: _id }, askerOf(context));
}

export const documentView = onDocument('document-view', async (document) => [shown(document)]);

export const documentCheck = onDocument('document-check', nextQuestion);

/** `填写 D101 试用结束日期 2026-03-15`; several at once, each on a line of its own, are answers to what is open. */
export const documentSet = onDocument('document-set', async (document, context, rest) => {
  const { services, asked, op } = context;
  if (/^[^：:\n]+[：:]/.test(rest)) {
    const all = await services.questionListener.answerTo(document._id, rest, asked, askerOf(context), op);
    return all ?? [shown(document, '没有要核对的内容了。')];
  }
  const [name = '', ...words] = rest.split(/\s+/);
  const text = words.join(' ');
  if (!text) return [sentence(`请写明项目和内容，例如：填写 ${document._id} 试用结束日期 2026-12-01`)];
  return nextQuestion(await services.documentReview.setValue(document, name, text, op), context);
});

export const documentType = onDocument('document-type', async (document, context, name) =>
  changed(await context.services.documentReview.setType(document, name, context.op), context),
);

export const documentCustomer = onDocument('document-customer', async (document, context, rest) => {
  const { services, scope, person, version, now, op } = context;
  const id = /^L\d{1,9}$/i.test(rest)
    ? rest.toUpperCase()
    : (await services.notes.read(rest, { scope, person, version, now })).leadId;
  const lead = id ? await services.queries.lead(scope, id) : null;
  if (!lead || (lead.ownerId !== person._id && !mayManage(person)))
    return [
      sentence(`没有认出「${rest}」是您的哪位客户，请写线索编号，例如：文件客户 ${document._id} L1024`),
    ];
  return changed(await services.documentReview.setLead(document, lead, op), context);
});

export const documentPicture = onDocument('document-picture', async (document, { services, event }) => {
  const link = services.pages.document(event.platform, document);
  return link
    ? [reply('text', {}, { body: `${document._id} 的原图和每一项的出处`, link })]
    : [sentence(NO_PAGES)];
});

export const documentFile = onDocument('document-file', async (document, context) => {
  const { services, op } = context;
  const open =
    document.state === 'review' &&
    document.leadId &&
    (await services.documentReview.questions(document)).length;
  if (document.state === 'review' && document.like) return [shown(document)];
  if (open) return nextQuestion(document, context);
  if (document.state === 'filed' && !wasBegun(document, op))
    return [sentence(`${document._id} 已经归档了。`)];
  return changed(await services.documentReview.file(document, op), context);
});

export const documentDiscard = onDocument('document-discard', async (document, context) =>
  changed(await context.services.documentReview.discard(document, context.op), context),
);

export const documentAnother = onDocument('document-another', async (document, context) =>
  changed(await context.services.documentReview.isAnother(document, context.op), context),
);

export const documentUndo = onDocument('document-undo', async (document, context) => {
  const back = await context.services.documentReview.unfile(document, context.op);
  return [sentence(`已撤销 ${document._id} 的归档，客户资料恢复到归档之前。`), ...changed(back, context)];
});
