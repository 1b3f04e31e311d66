import { chooseScripts, situationIn } from '../../src/domain/scripts.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

const EFFECTS = /^话术(?:效果|统计)$/;

/** `用话术 L1024 first-lab`: the words alone, to be copied or sent on; counted as used (C9). */
export const scriptUse: Handler = {
  name: 'script-use',
  recognises: ({ command }) => command?.verb === 'use-script',
  async run({ command, services, scope, person, version, op }): Promise<Reply[]> {
    const { target = '', rest = '' } = command ?? {};
    const lead = await services.queries.lead(scope, target);
    if (!lead) return [sentence(`找不到线索 ${target}，或它已不在您名下。`)];
    const script = version.playbook.scripts.find(({ id }) => id === rest);
    if (!script) return [sentence(`没有话术“${rest}”，请看：话术 ${target}`)];
    const [situation = ''] = script.for;
    const { what } = situationIn(situation, version.playbook);
    const context = { for: what, lead, ownerName: person.name, style: script.style };
    const { recommended, others } = chooseScripts({ scripts: [script] }, context);
    const words = [...(recommended ? [recommended] : []), ...others].find(({ id }) => id === script.id);
    if (!words) return [sentence(`“${script.title}”不适合 ${target}，请看：话术 ${target}`)];
    await services.scriptUses.use(script, lead._id, person, op);
    return [sentence(words.text)];
  },
};

/** `话术效果`: how often each script was used, and what came of it. */
export const scriptEffects: Handler = {
  name: 'script-effects',
  recognises: ({ command, text }) => command === null && EFFECTS.test(text),
  async run({ services, scope, now }) {
    return [reply('script-effects', {}, { figures: await services.scriptUses.figures(scope, now) })];
  },
};
