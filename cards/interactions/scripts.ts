import { FIRST_TOUCH } from '../../src/domain/playbook/words.ts';
import { type ChosenScript, chooseScripts, STYLE_LABELS } from '../../src/domain/scripts.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { loadLeadView } from '../leads/lead-facts.ts';
import type { Card } from '../model.ts';

interface View {
  leadId: string;
  company: string;
  /** `first-touch` or the id of an objection. */
  situation: string;
  what: string;
  recommended: ChosenScript;
  others: ChosenScript[];
}

/** Ready words for this moment (C9): the one that fits best, and one of each other style. */
export const scripts = defineCard<View>({
  kind: 'scripts',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const what = String(request.params.for ?? 'first-touch');
    const style = (await request.read.peopleWithLoad()).get(request.to._id)?.scriptStyle;
    const chosen = chooseScripts(view.version.playbook, {
      style,
      for: what,
      lead: view.lead,
      ownerName: request.to.name,
    });
    if (!chosen.recommended) return null;
    const objection = view.version.playbook.objections.find((o) => o.id === what);
    return {
      leadId: view.lead._id,
      company: companyOf(view.lead),
      situation: what,
      what: objection ? `应对「${objection.label}」` : '推荐话术',
      recommended: chosen.recommended,
      others: chosen.others,
    };
  },
  render({ leadId, company, situation, what, recommended, others }): Card {
    return {
      kind: 'scripts',
      title: `${what} · ${company}`,
      emphasis: { text: titleOf(recommended), tone: 'info' },
      facts: [],
      quote: recommended.text,
      body: others.length ? others.map((s) => `【${titleOf(s)}】\n${s.text}`).join('\n\n') : undefined,
      buttons: [
        button('复制这条', 'use-script', leadId, { rest: recommended.id, style: 'primary' }),
        ...others.flatMap(({ style }) =>
          style
            ? [
                button(`换${STYLE_LABELS[style]}`, 'scripts', leadId, {
                  id: `style-${style}`,
                  rest:
                    situation === FIRST_TOUCH ? STYLE_LABELS[style] : `${situation} ${STYLE_LABELS[style]}`,
                }),
              ]
            : [],
        ),
        button('已联系', 'touched', leadId),
        button('查看客户', 'view', leadId),
      ],
    };
  },
});

function titleOf(script: ChosenScript): string {
  return script.style ? `${script.title}（${STYLE_LABELS[script.style]}）` : script.title;
}
