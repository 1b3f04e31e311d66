import type { Verb } from '../../cards/actions.ts';
import type { SentDocument } from '../../src/domain/documents/document.ts';
import { mayChangePlaybook } from '../../src/domain/people/scope.ts';
import { SETTLES } from '../../src/services/documents/template-questions.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { askerOf, type Handler, type HandlerContext } from '../context.ts';
import { onDocument, shown } from './document-actions.ts';

const NOT_ALLOWED = '新表单由主管添加。请把样本发给您的主管。';

/** A command that changes what the playbook knows, for those who may. */
function onDraft(
  verb: Verb,
  run: (document: SentDocument, context: HandlerContext, rest: string) => Promise<Reply[]>,
): Handler {
  return onDocument(verb, async (document, context, rest) =>
    mayChangePlaybook(context.person) ? run(document, context, rest) : [sentence(NOT_ALLOWED)],
  );
}

function draftCard({ _id }: SentDocument): Reply {
  return reply('template-draft', { document: _id });
}

/** After a tap the card tapped shows what has become of it. */
function changed(document: SentDocument, { event }: HandlerContext): Reply[] {
  return event.kind === 'action' ? [] : [draftCard(document)];
}

/** Shows an item; a short reply answers it. Behind the last one the whole draft. */
function item({ _id }: SentDocument, n: number, context: HandlerContext): Promise<Reply[]> {
  return context.services.questions.ask('template', { record: _id }, askerOf(context), String(n));
}

/** What was said about an item; done with it, the next one comes. */
async function setItem(document: SentDocument, n: number, words: string, context: HandlerContext) {
  const { services, op, event } = context;
  const after = await services.templateDrafts.setField(document, n, words, op);
  if (SETTLES.test(words)) return item(after, n + 1, context);
  return event.kind === 'action' ? [] : item(after, n, context);
}

async function propose(document: SentDocument, context: HandlerContext): Promise<Reply[]> {
  return [draftCard(await context.services.templateDrafts.propose(document, context.op))];
}

export const templatePropose = onDraft('template-propose', propose);

/** `新表单` alone: what this person sent last. */
export const templateOfLast: Handler = {
  name: 'template-of-last',
  recognises: ({ event, text }) => event.kind === 'message' && text === '新表单',
  async run(context) {
    if (!mayChangePlaybook(context.person)) return [sentence(NOT_ALLOWED)];
    const sample = await context.services.templateDrafts.sampleOf(context.person._id);
    return sample
      ? propose(sample, context)
      : [sentence('请先把一份填好的样本（照片或 PDF）发给我，读完后再发「新表单」。')];
  },
};

export const templateName = onDraft('template-name', async (document, context, name) =>
  changed(await context.services.templateDrafts.rename(document, name, context.op), context),
);

/** `表单项 D101 2` shows an item, `表单项 D101 2 必填 记到 决策人` changes it. */
export const templateItem = onDraft('template-item', async (document, context, rest) => {
  const [, number = '', words = ''] = /^(\d{1,2})\s*([\s\S]*)$/.exec(rest) ?? [];
  if (!number) return [sentence(`请写明第几项，例如：表单项 ${document._id} 2 必填`)];
  return words ? setItem(document, Number(number), words, context) : item(document, Number(number), context);
});

export const templatePublish = onDraft('template-publish', async (document, context) => {
  const after = await context.services.templateDrafts.publish(document, context.op);
  const { label, published } = after.draft ?? {};
  const said = `《${label}》已发布为打法第 ${published} 版，以后收到就会自动识别。要收回请发：撤回表单 ${after._id}`;
  return [sentence(said), shown(after)];
});

export const templateDrop = onDraft('template-drop', async (document, context) => {
  const after = await context.services.templateDrafts.drop(document, context.op);
  return [sentence(`${after._id} 的新表单已放弃，原件还在。`)];
});

export const templateWithdraw = onDraft('template-withdraw', async (document, context) => {
  const { draft } = await context.services.templateDrafts.withdraw(document, context.op);
  return [sentence(`《${draft?.label}》已撤回，打法恢复到发布之前。`)];
});
