import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { writeSheet } from '../../src/documents/spreadsheet.ts';
import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import type { Lab } from './lab.ts';
import { liveLoad, newLead } from './live.ts';

const NOW = '2026-11-24T09:00:00+08:00';
const ROWS = 12_000;
const QUICK_ROWS = 1_500;
const WITHIN_MS = 30 * 60_000;

/** A month of leads in one file, while leads go on coming in. */
export const imports: Part = {
  name: 'imports',
  title: 'A month of leads in one .xlsx, 100 live leads a minute beside it',
  async run(lab: Lab): Promise<Figure[]> {
    const rows = lab.quick ? QUICK_ROWS : ROWS;
    const file = await monthOfLeads(rows);
    const program = await lab.program({ now: NOW });
    try {
      await program.start();
      await liveLoad(program.url, { perMinute: 300, messagesPerSecond: 0, seconds: 3 });
      const begun = performance.now();
      await upload(program.url, file);
      let done = false;
      const [ms, live] = await Promise.all([
        imported(program.url, begun).finally(() => {
          done = true;
        }),
        liveLoad(program.url, { perMinute: 100, messagesPerSecond: 0, seconds: 3_600, over: () => done }),
      ]);
      return [
        plain('rows', rows, ''),
        plain('imported after', ms / 1_000, 's'),
        plain('rows a second', rows / (ms / 1_000), ''),
        plain('live leads meanwhile', live.handedOver.length, ''),
        plain('live card p50', percentile(live.handedOver, 50), 'ms'),
        atMost('live card p95', percentile(live.handedOver, 95), 'ms', 1_000),
        plain('live card p99', percentile(live.handedOver, 99), 'ms'),
        atMost('live cards missing', live.missing, '', 0),
        plain('memory afterwards', residentMb(program.pid), 'MB'),
      ];
    } finally {
      await program.kill();
    }
  },
};

async function monthOfLeads(rows: number): Promise<Uint8Array> {
  const leads = Array.from({ length: rows }, newLead);
  return writeSheet(
    [
      { header: '客户名称', value: (lead) => lead.company },
      { header: '联系人', value: (lead) => lead.contactName },
      { header: '电话', value: (lead) => lead.phone },
      { header: '需求', value: (lead) => lead.need },
    ],
    leads,
  );
}

async function upload(url: string, file: Uint8Array): Promise<void> {
  const form = new FormData();
  form.set('userId', 'marketing');
  form.set('file', new Blob([new Uint8Array(file)]), '本月线索.xlsx');
  const response = await fetch(`${url}/simulator/files`, { method: 'POST', body: form });
  if (!response.ok) throw new Error(`file refused: ${await response.text()}`);
}

/** Waits for the card that says so. @returns ms since `begun` */
async function imported(url: string, begun: number): Promise<number> {
  while (performance.now() - begun < WITHIN_MS) {
    const response = await fetch(`${url}/simulator/users/marketing/messages`);
    const { messages } = (await response.json()) as {
      messages: { kind: string; card?: { state?: string } }[];
    };
    const report = messages.find((message) => message.kind === 'import-report');
    if (report?.card?.state === '已完成') return performance.now() - begun;
    await wait(500);
  }
  throw new Error('the import does not end');
}

export function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
