import { definitionOf } from '../../src/domain/reports/index.ts';
import { reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

export const today: Handler = {
  name: 'today',
  recognises: ({ command }) => command?.verb === 'today',
  run: async () => [reply('today')],
};

/** What has run out and still waits (B3). */
export const overdue: Handler = {
  name: 'overdue',
  recognises: ({ command }) => command?.verb === 'overdue',
  run: async () => [reply('overdue', {}, { asked: true })],
};

/** "今日待触达" as .xlsx (B5). */
export const exportToday: Handler = {
  name: 'export-today',
  recognises: ({ command }) => command?.verb === 'export-today',
  async run({ services, scope, person, now }) {
    const { file, count } = await services.exports.toTouch(scope, person, now);
    return count
      ? [reply('text', {}, { title: '今日待触达', body: `共 ${count} 条，见附件。`, file })]
      : [sentence('没有待首次联系的线索，无需导出。')];
  },
};

/** What stands behind a report's figures. */
export const details: Handler = {
  name: 'details',
  recognises: ({ command }) => command?.verb === 'details',
  async run({ command, services, scope, person, now }) {
    const report = await services.reports.visibleTo(person, command?.target ?? '');
    if (!report) return [sentence('找不到这份报表，或您无权查看。')];
    const { card, title, body } = definitionOf(report.kind).details;
    const file = await services.exports.details(report, scope, person, now);
    return [reply(card, { report: report._id }), reply('text', {}, { title, body, file })];
  },
};

export const help: Handler = {
  name: 'help',
  recognises: ({ command }) => command?.verb === 'help',
  run: async ({ services }) => [reply('help', {}, { gathers: services.leadGroups.canGather })],
};
