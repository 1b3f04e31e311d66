import { describe, expect } from 'vitest';
import { HANGZHOU } from '../support/leads.ts';
import { platformStory } from '../support/platform-world.ts';
import { SimulatorWorld } from '../support/simulator-world.ts';

const LOOKS_AGAIN = '11m';

/** A clock fired for somebody ⇒ a message was taken, or not sent for a reason the records bear out. */
describe('the auditor', () => {
  platformStory(
    'reminders that were lost are told once, with lead, person and a button',
    SimulatorWorld.open,
    async (world) => {
      const { clock, genjin } = world;
      const lead = await world.lead(HANGZHOU);
      await world.person('王敏').receives('新线索');
      await world.advance(LOOKS_AGAIN);
      const admin = world.person('孙丽');
      await admin.receivesNothing();
      const { outbox, leads, audit } = genjin.stores;
      const [running] = (await leads.get(lead))?.clocks ?? [];
      if (!running) throw new Error('no clock runs');
      const { name, startedAt, dueAt } = running;
      const at = clock.now();
      const fired = (key: string, to: string) =>
        audit.append({
          _id: `${key}!`,
          at,
          by: 'test',
          kind: 'clock.fired',
          leadId: lead,
          text: '首次联系到时限',
          after: { clock: name, startedAt, step: 0, dueAt, to: [to], messages: [key] },
        });
      // One message never came to be; one was dropped for a contact nobody recorded; one for a reason that holds.
      await fired('lost', 'li-qiang');
      for (const [key, why] of [
        ['wrong', 'contacted'],
        ['right', 'recipient-inactive'],
      ] as const) {
        const message = {
          channel: 'chat',
          to: 'wang-min',
          kind: 'first-touch-due',
          refs: { lead },
          params: {},
          urgency: 'urgent',
        } as const;
        await outbox.add(key, message, at);
        const row = await outbox.get(key);
        if (!row || !(await outbox.claim(row, 'test', at, 60_000))) throw new Error('not claimed');
        await outbox.markDropped(key, 'test', why);
        await fired(key, 'wang-min');
      }
      // A list of waiting leads whose last one found an owner before it went: nothing was left to say.
      const listed = {
        channel: 'chat',
        to: 'wang-min',
        kind: 'unassigned',
        refs: { lead },
        params: {},
        urgency: 'urgent',
      } as const;
      await outbox.add('listed', listed, at);
      await outbox.add('list', { ...listed, refs: {} }, at);
      const rows = [await outbox.get('list'), await outbox.get('listed')].flatMap((row) => row ?? []);
      const [list, line] = rows;
      if (!list || !line || !(await outbox.claim(list, 'test', at, 60_000))) throw new Error('not claimed');
      await outbox.markDropped('list', 'test', 'gone');
      await outbox.claimAll([line], 'test', at, 60_000, 'list');
      await outbox.markBundled('list', 'test', ['listed']);
      await fired('listed', 'wang-min');
      await world.advance(LOOKS_AGAIN);
      const told = await admin.receives('系统自查：2 条提醒没有送达');
      for (const words of ['L1001 应提醒 李强', 'L1001 应提醒 王敏', '“contacted”与记录不符', '怎么办']) {
        expect(told.text).toContain(words);
      }
      await told.clicks('催办 L1001');
      await admin.hears('已催办 王敏：L1001 杭州市第一人民医院');
      await world.person('王敏').receives('孙丽 催办 L1001');
      await world.advance('1d');
      expect(world.fresh('sun-li').filter(({ title }) => title?.includes('提醒没有送达'))).toEqual([]);
    },
  );
});
