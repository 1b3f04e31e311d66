import { describe, expect, it } from 'vitest';
import { genjin } from '../support/cli.ts';

describe('the command line', () => {
  it.each([
    [['--help'], 'doctor'],
    [['help', 'import'], '--rejected'],
    [['playbook', '--help'], 'rollback'],
    [['playbook', 'try', '--help'], '--leads'],
  ])('%j explains', async (argv, word) => {
    const { code, out } = await genjin(argv, { env: {} });
    expect(code).toBe(0);
    expect(out).toContain(word);
  });

  it.each([
    [[], '用法'],
    [['impotr'], 'Did you mean import?'],
    [['import'], "missing required argument 'file'"],
    [['playbook'], '用法'],
    [['playbook', 'try', 'x.yaml'], '--leads'],
    [['doctor', '--jsn'], 'Did you mean --json?'],
  ])('%j is a mistake', async (argv, message) => {
    const { code, err } = await genjin(argv, { env: {} });
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('says which settings are wrong before doing anything', async () => {
    const { code, err } = await genjin(['export', 'leads'], { env: { PORT: 'x', LOG_LEVEL: 'loud' } });
    expect(code).toBe(1);
    expect(err.split('\n').map((line) => line.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL']);
  });
});
