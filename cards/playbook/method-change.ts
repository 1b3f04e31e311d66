import { differenceText, type MethodChange } from '../../src/domain/playbook/change.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { formatWhen } from '../format.ts';
import type { Card, CardButton } from '../model.ts';

interface View {
  change: MethodChange;
  /** Who brought it to its state. */
  doneBy: string;
  now: Date;
  timeZone: string;
}

const SHOWN = 8;
/** What a trial can show something of: who gets a lead. */
const ROUTES = /^routing\b/;

/** A change of the playbook somebody asked for: what is different, what it touches, and one tap to publish it (A7). */
export const methodChange = defineCard<View>({
  kind: 'method-change',
  async load({ refs, read, now }) {
    const change = await read.methodChange(refs.change ?? '');
    if (!change) return null;
    const { playbook } = await read.playbook();
    const doneBy = change.done ? ((await read.person(change.done.by))?.name ?? change.done.by) : '';
    return { change, doneBy, now, timeZone: playbook.calendar.timeZone };
  },
  render({ change, doneBy, now, timeZone }): Card {
    const { _id, title, base, differences, touches, warnings, state } = change;
    const more = differences.length - SHOWN;
    const when = change.done ? formatWhen(change.done.at, now, timeZone) : '';
    return {
      kind: 'method-change',
      title: `${_id} ${title}`,
      emphasis: state === 'open' ? { text: `还没有生效，按第 ${base} 版打法比较`, tone: 'warn' } : undefined,
      facts: [
        ...touches.map((value) => ({ name: '影响', value })),
        ...warnings.map((value) => ({ name: '请留意', value })),
      ],
      body: [
        ...differences.slice(0, SHOWN).map(differenceText),
        ...(more > 0 ? [`…… 还有 ${more} 处`] : []),
      ].join('\n'),
      buttons: buttonsOf(change),
      state: {
        open: undefined,
        published: `已发布为第 ${change.version} 版 · ${doneBy} ${when}`,
        dropped: `已放弃 · ${doneBy} ${when}`,
        undone: `已撤回 · ${doneBy} ${when}`,
      }[state],
    };
  },
});

function buttonsOf({ _id, state, differences }: MethodChange): CardButton[] {
  if (state === 'published') return [button('撤回', 'undo-change', _id, { style: 'danger' })];
  if (state !== 'open') return [];
  return [
    button('发布', 'publish-change', _id, { style: 'primary' }),
    ...(differences.some(({ path }) => ROUTES.test(path))
      ? [button('试跑', 'try-leads', '', { rest: _id })]
      : []),
    button('放弃', 'drop-change', _id),
  ];
}
