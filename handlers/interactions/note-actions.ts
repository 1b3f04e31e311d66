import type { Verb } from '../../cards/actions.ts';
import { wasBegun } from '../../src/core/effect.ts';
import { saidAs, withoutOne } from '../../src/domain/interactions/doubts.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';
import { endLead } from '../journey/moves.ts';
import { casesBeside } from './cases.ts';

/** A command about one's own record. */
function onOwnNote(
  verb: Verb,
  run: (interaction: Interaction, context: HandlerContext, rest: string) => Promise<Reply[]>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, services, person } = context;
      const interaction = await services.queries.interaction(command?.target ?? '');
      if (!interaction || interaction.by !== person._id) {
        return [sentence(`找不到您的记录 ${command?.target ?? ''}。`)];
      }
      return run(interaction, context, command?.rest ?? '');
    },
  };
}

function shown(interaction: Interaction): Reply {
  return reply('log-confirm', { interaction: interaction._id, lead: interaction.leadId });
}

/** A tap changes the card it was on; a line that was typed is answered. */
function answered(interaction: Interaction, { kind }: HandlerContext['event']): Reply[] {
  return kind === 'action' ? [] : [shown(interaction)];
}

export const confirm = onOwnNote('confirm', async (interaction, context) => {
  const { services, op } = context;
  if (interaction.state === 'undone') return [sentence(`${interaction._id} 已撤销，不能再确认。`)];
  await services.corrections.confirm(interaction._id, op);
  return casesBeside(interaction, context);
});

/** `撤销 R101` takes the record back, `撤销 R101 已报价` only that. */
export const undo = onOwnNote('undo', async (interaction, context, words) => {
  const { services, version, event, op } = context;
  if (interaction.state === 'undone' && !wasBegun(interaction, op)) {
    return [sentence(`${interaction._id} 已经撤销过了。`)];
  }
  const one = saidAs(words, interaction);
  if (one && !wasBegun(interaction, op)) {
    const facts = withoutOne(interaction, one, version.playbook);
    return answered(await services.corrections.takeOut(interaction._id, facts, words, op), event);
  }
  const { actions, objections } = version.playbook;
  if ([...actions, ...objections].some(({ label }) => label === words)) return answered(interaction, event);
  await services.corrections.undo(interaction._id, op);
  return [sentence(`已撤销 ${interaction._id}，线索恢复到记录之前。`)];
});

/**
 * `补充 R101 已报价`: what came of a call that was only said to have been made, or more about any record. A tap on what
 * the record may say adds just that.
 */
export const complete = onOwnNote('complete', async (interaction, context, words) => {
  const { services, version, event, now, op } = context;
  if (interaction.state === 'undone') return [sentence(`${interaction._id} 已撤销，请重新记录。`)];
  if (!words) return [sentence(`请把结果写在后面，例如：补充 ${interaction._id} 已报价50万`)];
  if (wasBegun(interaction, op)) return answered(interaction, event);
  const closing = version.playbook.actions.find(({ closes, label }) => closes && label === words);
  const lead = closing && (await services.queries.lead(context.scope, interaction.leadId));
  const ended = lead && closing.closes && (await endLead(lead, closing.closes, context));
  if (ended) return ended;
  const tapped = interaction.doubtful?.find(({ label }) => label === words);
  if (!tapped && saidAs(words, interaction)) return answered(interaction, event);
  const facts = tapped
    ? services.notes.factsAdded(interaction, tapped, version, now)
    : await services.notes.factsCompleted(interaction, words, version, now);
  if (!tapped) facts.visit = services.visits.completed(interaction, words, version, now);
  const done = await services.corrections.complete(interaction._id, facts, op);
  return tapped ? answered(done, event) : [shown(done)];
});

/** `更正 R101 已报价45万 周五回访`; without words it says how. */
export const correct = onOwnNote('correct', async (interaction, { services, version, now, op }, text) => {
  if (interaction.state === 'undone') return [sentence(`${interaction._id} 已撤销，请重新记录。`)];
  if (!text) {
    return [sentence(`请把正确的内容写在后面，例如：\n更正 ${interaction._id} ${interaction.text}`)];
  }
  const facts = await services.notes.factsCorrected(interaction, text, version, now);
  facts.visit = services.visits.corrected(interaction, text, version, now);
  return [shown(await services.corrections.correct(interaction._id, facts, op))];
});
