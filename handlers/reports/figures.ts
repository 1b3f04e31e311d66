import { isGenjinError } from '../../src/core/errors.ts';
import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { SOURCE_LABELS } from '../../src/domain/leads/sources.ts';
import type { FigureShown } from '../../src/domain/metrics/answer.ts';
import { usualPeriod } from '../../src/domain/metrics/period.ts';
import {
  figureIn,
  type NamedSlice,
  type Question,
  readQuestion,
  type Where,
} from '../../src/domain/metrics/read-question.ts';
import type { Role } from '../../src/domain/people/person.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/** What a role looks at first; everything else can be asked for by name. */
const LISTED: Partial<Record<Role, readonly string[]>> = {
  rep: ['sla-2h-assigned', 'promise-kept', 'overdue-share', 'actions-per-week', 'fid', 'won'],
  finance: ['won', 'won-amount', 'forecast'],
};
const FOR_MANAGERS = [
  'activation-72h',
  'sla-2h',
  'overdue-share',
  'overdue-solved',
  'fid',
  'won',
  'win-rate',
];

/** 指标: what there is; 指标 SLA 上周 按组: one of them. Words that name no figure may be a note. */
export const figures: Handler = {
  name: 'figures',
  recognises: ({ command, text }) =>
    command?.verb === 'figures' &&
    (!command.rest || /^\s*指标[\s:：]/.test(text) || figureIn(command.rest) !== undefined),
  run: (context) =>
    explained(async () => {
      const question = await read(context);
      if (question.kind === 'unknown') return [sentence(question.text)];
      if (question.kind === 'list') return [await list(question, context)];
      const { figure, period, by, where } = question;
      const { services, scope, now } = context;
      const asked = { from: period.from, to: period.to, by, where: whereOf(where) };
      const isNow = figure.reads.leads === 'now';
      const answer = await services.figures.answer(figure, asked, scope, now);
      const before = isNow
        ? undefined
        : await services.figures.answer(figure, { ...asked, ...period.before, by: undefined }, scope, now);
      const shown: FigureShown = {
        ...answer,
        isNow,
        of: where.map(({ name }) => name),
        asked: context.command?.rest ?? '',
        ...(before && {
          before: { from: before.from, to: before.to, value: before.value, n: before.denominator },
        }),
      };
      return [reply('figure', {}, { shown })];
    }),
};

/** Every row behind a figure, as .xlsx. */
export const figureRows: Handler = {
  name: 'figure-rows',
  recognises: ({ command }) => command?.verb === 'figure-rows',
  run: (context) =>
    explained(async () => {
      const question = await read(context);
      if (question.kind === 'unknown') return [sentence(question.text)];
      if (question.kind === 'list') return [sentence('要哪个指标的明细？例如：指标明细 SLA 上周')];
      const { figure, period, where } = question;
      const { services, scope, person, now } = context;
      const asked = { from: period.from, to: period.to, where: whereOf(where) };
      const { file, count } = await services.figures.sheet(figure, asked, { scope, person, now });
      if (!count) return [sentence(`${figure.title}在 ${period.from} 至 ${period.to} 没有明细。`)];
      const title = `${figure.title}明细`;
      return [reply('text', {}, { title, body: `共 ${count} 行，见附件。`, file })];
    }),
};

/** What is asked for and cannot be answered is said in the figure's own words. */
async function explained(answer: () => Promise<Reply[]>): Promise<Reply[]> {
  try {
    return await answer();
  } catch (error) {
    if (isGenjinError(error)) return [sentence(error.userText)];
    throw error;
  }
}

async function read({ command, services, version, now }: HandlerContext): Promise<Question> {
  const people = [...(await services.directory.map()).values()];
  const { playbook } = version;
  const named = (by: NamedSlice['by'], keys: Iterable<string | undefined>): NamedSlice[] =>
    [...new Set(keys)].flatMap((key) => (key ? [{ by, key, name: key }] : []));
  const slices: NamedSlice[] = [
    ...people.map(({ _id, name }): NamedSlice => ({ by: 'person', key: _id, name })),
    ...named(
      'team',
      people.map(({ team }) => team),
    ),
    ...named(
      'region',
      people.flatMap(({ regions }) => regions),
    ),
    ...Object.entries(SOURCE_LABELS).map(([key, name]): NamedSlice => ({ by: 'source', key, name })),
    ...playbook.stages.map(({ id, label }): NamedSlice => ({ by: 'stage', key: id, name: label })),
  ];
  return readQuestion(command?.rest ?? '', slices, calendarOf(playbook).dayKey(now));
}

function whereOf(slices: readonly NamedSlice[]): Where {
  return Object.fromEntries(slices.map(({ by, key }) => [by, key]));
}

async function list(
  { period, where }: Extract<Question, { kind: 'list' }>,
  { services, scope, person, version, now }: HandlerContext,
): Promise<Reply> {
  const { from, to } = period ?? usualPeriod(calendarOf(version.playbook).dayKey(now));
  const wanted = LISTED[person.role] ?? FOR_MANAGERS;
  const shown = [];
  for (const id of wanted) {
    const figure = services.figures.definition(id);
    const { title, unit, value, numerator, denominator, target, isLessBetter } =
      await services.figures.answer(figure, { from, to, where: whereOf(where) }, scope, now);
    shown.push({ title, unit, value, numerator, denominator, target, isLessBetter });
  }
  const all = (await services.figures.list()).map(({ title }) => title);
  return reply('figure-list', {}, { from, to, of: where.map(({ name }) => name), shown, all });
}
