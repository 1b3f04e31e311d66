import { describe, expect } from 'vitest';
import { damaged } from '../../support/documents/damage.ts';
import { drawForm, type Form } from '../../support/documents/sheet.ts';
import { asPdf, pictures } from '../../support/documents/spoil.ts';
import { story } from '../../support/harness.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { createRandom } from '../../support/random.ts';

/** A few in the suite; `DAMAGED_FILES=500` for the whole measurement. */
const COUNT = Number(process.env.DAMAGED_FILES ?? 12);

const FORM: Form = {
  title: '设备试用反馈表',
  layout: 'lines',
  rows: [
    [{ label: '医院名称', value: String(HANGZHOU.company) }],
    [{ label: '推荐意愿', value: '推荐' }],
    [{ label: '主要顾虑点', value: '售后响应慢' }],
  ],
};

describe('damaged files', () => {
  story(
    `${COUNT} of them: each is answered, nothing is written, nothing breaks`,
    { timeoutMs: 300_000 + COUNT * 15_000 },
    async (world) => {
      const lead = await world.api.posts(HANGZHOU);
      const rep = world.rep('王敏');
      await rep.receives('lead-assigned');
      // A chat is read whole each time, and that is 1,000 messages at the most.
      const senders = [rep, world.rep('徐静')] as const;
      const before = await world.api.lead(lead);
      const random = createRandom(20_261_122);
      const printed = await drawForm(FORM);
      const [picture] = (await pictures(printed, 1000)) as [Buffer];
      const sources = [printed, picture, await asPdf([picture])];
      const outcomes: Record<string, number> = {};
      let slowest = 0;
      for (let i = 0; i < COUNT; i++) {
        const sender = random.pick(senders);
        const started = performance.now();
        await sender.sendsFile(`表-${i}.pdf`, damaged(random.pick(sources), random));
        await world.settle();
        slowest = Math.max(slowest, performance.now() - started);
        const answers = await sender.unread();
        expect(answers.length, `file ${i} is answered`).toBeGreaterThan(0);
        const kind = answers[0] ?? 'none';
        outcomes[kind] = (outcomes[kind] ?? 0) + 1;
      }
      expect(await world.api.lead(lead)).toEqual(before);
      expect((await world.audit(lead)).filter(({ kind }) => kind === 'document.filed')).toEqual([]);
      await rep.sendsFile('好的.pdf', printed);
      await rep.receives('document', { saying: '设备试用反馈表' });
      if (COUNT > 100)
        process.stdout.write(
          `${JSON.stringify({ files: COUNT, ...outcomes, slowestMs: Math.round(slowest) })}\n`,
        );
    },
  );
});
