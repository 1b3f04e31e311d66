import { describe, expect, it } from 'vitest';
import { readStoredPlaybook } from '../../../../src/domain/playbook/stored.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
type Loose = Record<string, unknown>;

describe('a playbook stored by an earlier release', () => {
  it('gets the defaults of keys that did not exist then', () => {
    const old = structuredClone(playbook) as unknown as { reports: Loose[]; followUp?: unknown };
    for (const report of old.reports) delete report.groups;
    delete old.followUp;
    const read = readStoredPlaybook(old);
    expect(read.data?.reports[0]?.groups).toEqual([]);
    expect(read.data?.followUp).toEqual({ calendar: false });
  });

  it('loses keys that are gone, wherever they stood', () => {
    const old = structuredClone(playbook) as unknown as { stages: Loose[]; routing: Loose };
    old.routing.astrology = true;
    Object.assign(old.stages[1] ?? {}, { colour: 'red' });
    expect(readStoredPlaybook(old).data).toEqual(playbook);
  });

  it('that no longer meets the rules is refused with the reasons', () => {
    const read = readStoredPlaybook({ ...playbook, stages: [] });
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.path).toEqual(['stages']);
  });
});
