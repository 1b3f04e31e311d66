import { isDeepStrictEqual } from 'node:util';
import type { Verb } from '../../cards/actions.ts';
import { type Reply, sentence } from '../../src/services/messages.ts';
import { askerOf, type Handler, type HandlerContext } from '../context.ts';
import { note } from '../interactions/note.ts';

/**
 * A typed line while something is asked: an answer, several, a wish to leave, a question about the question. What is
 * plainly something else goes on as what it would have been without the question.
 */
export const answer: Handler = {
  name: 'answer',
  recognises: ({ event, command, asked, text }) =>
    (event.kind === 'message' || event.kind === 'action') && !command && text !== '' && asked.length > 0,
  async run(context) {
    const { services, asked, text, op } = context;
    const heard = await services.questionListener.hear(text, asked, askerOf(context), op);
    if (heard === null) return note.run(context);
    return 'about' in heard ? note.run({ ...context, text: `${heard.about} ${text}` }) : heard;
  },
};

/** A command about what is asked of one record. */
function onAsked(
  verb: Verb,
  run: (record: string, context: HandlerContext) => Promise<Reply[] | null>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const record = context.command?.target ?? '';
      const replies = (await run(record, context)) ?? [sentence(`${record} 没有等您回答的问题。`)];
      return replies.filter((one) => !isSameCard(one, context.tapped));
    },
  };
}

/** The card that was tapped: it is shown anew where it stands, and needs no second message. */
function isSameCard({ kind, refs, params }: Reply, tapped: Reply | undefined): boolean {
  return isDeepStrictEqual(
    { kind, refs, params },
    tapped && { kind: tapped.kind, refs: tapped.refs, params: tapped.params },
  );
}

/** `回答 L1024 周五`, `填写 L1024 演示日期：周五` */
export const askAnswer = onAsked('ask-answer', async (record, context) => {
  const { services, asked, command, op } = context;
  const words = command?.rest ?? '';
  if (!words) return services.questions.goOn(record, asked, askerOf(context));
  return services.questionListener.answerTo(record, words, asked, askerOf(context), op);
});

/** `稍后 L1024` */
export const askLater = onAsked('ask-later', (record, context) =>
  context.services.questions.leave(record, 'later', context.asked, askerOf(context), context.op),
);

/** `取消 L1024` */
export const askCancel = onAsked('ask-cancel', (record, context) =>
  context.services.questions.leave(record, 'cancel', context.asked, askerOf(context), context.op),
);

/** `就这些 L1024` */
export const askDone = onAsked('ask-done', (record, context) =>
  context.services.questions.leave(record, 'done', context.asked, askerOf(context), context.op),
);

/** `继续 L1024` */
export const askOn = onAsked('ask-on', (record, context) =>
  context.services.questions.goOn(record, context.asked, askerOf(context)),
);
