import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder } from '../support/cli.ts';
import { ROOT } from '../support/company.ts';

/** `npx genjin …` in a folder of its own, with no settings but these. Ends by itself or the test does not end. */
function run(folder: string, argv: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; out: string }>((done) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/genjin.js'), ...argv], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        out += chunk;
      });
    }
    child.once('close', (code) => done({ code, out }));
  });
}

describe('the genjin command', () => {
  it('explains itself', async () => {
    const { code, out } = await run(emptyFolder(), ['--help']);
    expect(code).toBe(0);
    for (const command of ['doctor', 'import', 'export', 'playbook']) expect(out).toContain(command);
  });

  it('opens the embedded database, closes it and ends by itself', async () => {
    const folder = emptyFolder();
    const leads = join(folder, 'leads.csv');
    writeFileSync(leads, '客户名称,电话\n市一医院,13812345678\n');
    const imported = await run(folder, ['import', 'leads.csv']);
    expect(imported).toMatchObject({ code: 0, out: expect.stringContaining('新建 1') });
    const examined = await run(folder, ['doctor']);
    expect(examined).toMatchObject({ code: 0, out: expect.stringContaining('个索引齐全') });
  });

  it('reads .env in the current folder; the environment wins', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, '.env'), 'API_KEYS=short\nLOG_LEVEL=loud\n');
    const { code, out } = await run(folder, ['doctor'], { LOG_LEVEL: 'info' });
    expect(code).toBe(1);
    expect(out).toContain('API_KEYS');
    expect(out).not.toContain('LOG_LEVEL');
  });
});
