import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDemoData } from '../../../src/config/demo-data.ts';
import { demoPeople, loadDemoTeam } from '../../../src/config/demo-team.ts';
import { managersOf } from '../../../src/domain/people/person.ts';
import { propertyShape } from '../../../src/domain/playbook/options.ts';
import { examplePlaybook, fixturePath } from '../../support/playbooks.ts';

const start = new Date('2026-03-10T02:00:00Z');
const team = loadDemoTeam(fixturePath('demo/team.yaml'));
const people = demoPeople(team, start);
const { customers, leads } = loadDemoData(fixturePath('demo'));
const { playbook, lookups } = examplePlaybook('medical-devices');
const reps = people.filter((person) => person.role === 'rep');
const open = leads.filter((lead) => lead.closed === undefined);
const ownerOf = (lead: (typeof leads)[number]) => lead.assignments.at(-1)?.owner;

describe('the team', () => {
  it('has the people the demo needs', () => {
    const count = (role: string) => people.filter((person) => person.role === role).length;
    expect(reps.length).toBeGreaterThanOrEqual(6);
    expect(new Set(reps.map((rep) => rep.team)).size).toBe(2);
    expect(count('team-lead')).toBe(2);
    for (const role of ['regional-manager', 'director', 'marketing', 'service', 'admin']) {
      expect(count(role), role).toBeGreaterThanOrEqual(1);
    }
  });

  it('leads every rep to the director', () => {
    const byId = new Map(people.map((person) => [person._id, person]));
    for (const rep of reps) {
      expect(managersOf(rep, byId).map((manager) => manager.role)).toEqual([
        'team-lead',
        'regional-manager',
        'director',
      ]);
    }
  });

  it('sells in the regions and categories of the playbook', () => {
    const regions = playbook.regions.map((region) => region.value);
    const categories = playbook.products.map((product) => product.category);
    for (const person of people) expect(regions).toEqual(expect.arrayContaining(person.regions));
    for (const person of people)
      expect(categories).toEqual(expect.arrayContaining(person.wins.map((win) => win.category)));
  });

  it('has, in every region, somebody who is there and carries nothing', () => {
    for (const region of playbook.regions) {
      const idle = reps.filter(
        (rep) =>
          rep.regions.includes(region.value) &&
          !rep.absence &&
          open.every((lead) => ownerOf(lead) !== rep._id),
      );
      expect(
        idle.map((rep) => rep.name),
        region.value,
      ).toHaveLength(1);
    }
  });

  it('counts its times from the start', () => {
    const feng = people.find((person) => person._id === 'feng-lei');
    expect(feng?.absence).toEqual({
      from: new Date('2026-03-08T02:00:00Z'),
      until: new Date('2026-03-15T02:00:00Z'),
      reason: '年假',
    });
    expect(people.find((person) => person._id === 'wang-min')?.wins.at(-1)).toEqual({
      category: '影像类',
      at: new Date('2026-02-20T02:00:00Z'),
    });
  });
});

describe('customers and leads', () => {
  it('belong to reps who sell in their region', () => {
    for (const lead of leads) {
      const customer = customers.find((one) => one.id === lead.customer);
      const owner = reps.find((rep) => rep._id === ownerOf(lead));
      expect(owner?.regions, lead.id).toContain(customer?.region);
    }
    for (const customer of customers) expect(reps.map((rep) => rep._id)).toContain(customer.owner);
  });

  it('are hospitals of the lookup table, with the level it gives', () => {
    for (const customer of customers) {
      const row = lookups.hospitals?.find((one) => one.医院名称 === customer.name);
      expect(row, customer.name).toMatchObject({
        城市: customer.city,
        区域: customer.region,
        等级: customer.fields.hospitalLevel,
      });
    }
  });

  it('use only what the playbook knows', () => {
    const known = {
      actions: playbook.actions.map((action) => action.id),
      objections: playbook.objections.map((objection) => objection.id),
      scenes: playbook.scenes.map((scene) => scene.id),
    };
    const tags = playbook.tags.flatMap((group) => group.values);
    const products = propertyShape(playbook, 'products')?.options?.map((option) => option.value) ?? [];
    for (const lead of leads) {
      const stage = playbook.stages.find((one) => one.id === lead.stage);
      expect(stage, lead.id).toBeDefined();
      expect(stage?.end, lead.id).toBe(lead.closed === undefined ? undefined : lead.status);
      expect(tags, lead.id).toEqual(expect.arrayContaining(lead.tags));
      expect(products, lead.id).toEqual(expect.arrayContaining(lead.products));
      if (lead.budget) expect(playbook.budget.map((band) => band.value)).toContain(lead.budget);
      for (const [id, value] of Object.entries(lead.fields)) {
        const shape = propertyShape(playbook, id);
        expect(shape, `${lead.id} ${id}`).toBeDefined();
        if (shape?.options) expect(shape.options.map((option) => option.value)).toContain(value);
      }
      for (const note of lead.notes) {
        for (const kind of ['actions', 'objections', 'scenes'] as const) {
          expect(known[kind], lead.id).toEqual(expect.arrayContaining(note[kind]));
        }
      }
    }
  });

  it('show every state once at least', () => {
    expect(new Set(leads.map((lead) => lead.status))).toEqual(
      new Set(['assigned', 'accepted', 'touched', 'won', 'lost']),
    );
  });

  it('are touched exactly when somebody reached the customer', () => {
    const reaches = new Set(playbook.actions.filter((action) => action.touch).map((action) => action.id));
    for (const lead of leads) {
      const reached = lead.notes.some((note) => note.actions.some((action) => reaches.has(action)));
      expect(reached, lead.id).toBe(!['assigned', 'accepted'].includes(lead.status));
    }
  });
});

describe('mistakes in the files', () => {
  async function folder(files: Record<string, string>): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'genjin-demo-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  }
  const person = (extra: string) =>
    `people:\n  - { id: wang-min, name: 王敏, role: rep, regions: [华东], ${extra} }\n`;

  it.each([
    ['an unknown manager', person('manager: li-qiang'), /没有叫“li-qiang”的人/],
    ['somebody who leads herself', person('manager: wang-min'), /绕成了一圈/],
    ['a misspelt role', person('').replace('rep', 'reps'), /你是不是想写“rep”/],
    ['a key that does not exist', person('mail: x'), /不认识“mail”/],
    ['a doubled id', `${person('')}${person('').split('\n')[1]}\n`, /“wang-min”重复了/],
  ])('%s is named with its line', async (_, text, message) => {
    const path = await folder({ 'team.yaml': text });
    expect(() => loadDemoTeam(join(path, 'team.yaml'))).toThrow(message);
    expect(() => loadDemoTeam(join(path, 'team.yaml'))).toThrow(/team\.yaml:\d+:\d+/);
  });

  it('a lead of nobody and a time out of order', async () => {
    const customer =
      'customers:\n  - { id: C1, name: 甲, city: 杭州, region: 华东, owner: wang-min, contacts: [{ name: 王 }] }\n';
    const lead = (customerId: string, assigned: string) =>
      `leads:\n  - { id: L1, customer: ${customerId}, contactName: 王, source: website, status: assigned, stage: a, created: -1h, assignments: [{ owner: wang-min, at: ${assigned} }] }\n`;
    const wrongCustomer = await folder({ 'customers.yaml': customer, 'leads.yaml': lead('C2', '-1h') });
    expect(() => loadDemoData(wrongCustomer)).toThrow(/没有叫“C2”的客户/);
    const wrongTime = await folder({ 'customers.yaml': customer, 'leads.yaml': lead('C1', '-2h') });
    expect(() => loadDemoData(wrongTime)).toThrow(/时间顺序不对/);
  });

  it('a missing file', () => {
    expect(() => loadDemoTeam('/nowhere/team.yaml')).toThrow(/cannot read/);
  });
});
