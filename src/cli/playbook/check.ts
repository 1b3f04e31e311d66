import { type LoadedPlaybook, loadPlaybookFile } from '../../config/load-playbook.ts';
import { describeProblem } from '../../config/problems.ts';
import { GenjinError } from '../../core/errors.ts';
import type { Run } from '../context.ts';
import type { Terminal } from '../terminal.ts';

type Valid = Extract<LoadedPlaybook, { ok: true }>;

/** `genjin playbook check <file>`: everything that is wrong, with file, line, column, path and what to write. */
export const checkPlaybook: Run<{ file: string }> = async ({ terminal }, { file }) => {
  const { playbook } = loadChecked(file, terminal);
  const { stages, rules, scripts, forms } = playbook;
  terminal.out(
    `✓ 打法“${playbook.name}”有效：${stages.length} 个阶段、${rules.length} 条规则、${scripts.length} 条话术、${forms.length} 张表单`,
  );
  return 0;
};

/**
 * The playbook, with its warnings shown.
 * @throws GenjinError `config` that lists every problem, one a line
 */
export function loadChecked(file: string, terminal: Terminal): Valid {
  const loaded = loadPlaybookFile(file);
  if (!loaded.ok) {
    const lines = loaded.problems.map(describeProblem);
    throw new GenjinError('config', `${file} is not valid`, {
      userText: [...lines, `✗ ${lines.length} 个问题`].join('\n'),
      problems: loaded.problems,
    });
  }
  for (const warning of loaded.warnings) terminal.err(`! ${describeProblem(warning)}`);
  return loaded;
}
