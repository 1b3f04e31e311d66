import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../cards/actions.ts';
import { CARDS } from '../../cards/index.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import { cardOf, DUE, LEAD, SAMPLES, touched } from '../support/card-samples.ts';
import { NOW, person, readerOf } from '../support/card-world.ts';
import { ROOT } from '../support/company.ts';

const FOLDER = join(ROOT, 'test/golden/cards');

/** Written anew with `npx vitest run test/golden -u`; look at the difference before committing it. */
describe('the plain-text form of every card', () => {
  it.each(SAMPLES)('$name', async (sample) => {
    const { name } = sample;
    const card = await cardOf(sample);
    await expect(`${toPlainText(card)}\n`).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
  });

  it('has a sample of every kind, and no golden file without a sample', () => {
    expect([...new Set(SAMPLES.map(({ kind }) => kind))].sort()).toEqual([...CARDS.keys()].sort());
    expect(readdirSync(FOLDER).sort()).toEqual(SAMPLES.map(({ name }) => `${name}.txt`).sort());
  });

  it.each([
    ['a lead that is gone', 'lead-assigned', { lead: 'L9999' }, {}, 'gone'],
    ['a reminder whose lead was touched', 'first-touch-due', LEAD, DUE, 'contacted'],
    ['an escalation whose lead was touched', 'escalation', LEAD, DUE, 'contacted'],
    ['a record that does not exist', 'log-confirm', { interaction: 'R999' }, {}, 'gone'],
  ])('drops %s before it is sent', async (_what, kind, refs, params, why) => {
    const request = { now: NOW, to: person('wang-min'), refs, params, read: readerOf({ lead: touched }) };
    expect(await CARDS.get(kind)?.build(request)).toBe(why);
  });

  it.each(SAMPLES)('$name offers only lines that can be typed', async (sample) => {
    const { buttons } = await cardOf(sample);
    for (const { command } of buttons) {
      const typed = command.replace(/\{lead\}/, 'L1001').replace(/\{\w+\}/, '王敏');
      expect(parseCommand(typed), command).not.toBeNull();
    }
    expect(new Set(buttons.map(({ id }) => id)).size).toBe(buttons.length);
  });
});
