import { defineCard } from '../define.ts';
import type { Card, Fact, PageLink } from '../model.ts';

interface Choice {
  label: string;
  /** The complete line it stands for. */
  line: string;
}

interface View {
  title: string;
  facts: Fact[];
  body?: string | undefined;
  choices: Choice[];
  link?: PageLink | undefined;
}

/** About the playbook: what can be changed, its history, what a wish may have meant. Each choice is a line to send. */
export const method = defineCard<View>({
  kind: 'method',
  load: async ({ params }) => {
    const { title, facts, body, choices, link } = params as Partial<View>;
    return {
      title: String(title ?? ''),
      facts: Array.isArray(facts) ? facts : [],
      // The database answers `null` for what was left out.
      body: body ?? undefined,
      choices: Array.isArray(choices) ? choices : [],
      link: link ?? undefined,
    };
  },
  render({ title, facts, body, choices, link }): Card {
    return {
      kind: 'method',
      title,
      facts,
      body,
      link,
      buttons: choices.map(({ label, line }, i) => ({ id: `choice-${i}`, label, command: line })),
    };
  },
});
