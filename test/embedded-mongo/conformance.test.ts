import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'embedded-'));
let server: EmbeddedMongo;

beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir });
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true });
});

describe('mongoose on the embedded database', () => {
  it('builds indexes, validates uniqueness, versions, populates', async () => {
    const connection = await mongoose.createConnection(server.uri('mongoose')).asPromise();
    const Person = connection.model('Person', new mongoose.Schema({ name: { type: String, unique: true } }));
    const schema = new mongoose.Schema(
      {
        title: String,
        owner: { type: mongoose.Schema.Types.ObjectId, ref: 'Person' },
        tags: [{ name: String }],
      },
      { optimisticConcurrency: true, timestamps: true },
    );
    const Lead = connection.model('Lead', schema);
    await Person.init();
    const person = await Person.create({ name: '王敏' });
    await expect(Person.create({ name: '王敏' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { name: 1 },
    });
    const lead = await Lead.create({ title: '市一医院', owner: person._id, tags: [{ name: 'a' }] });
    const same = await Lead.findById(lead._id).populate('owner').orFail();
    expect(same.get('owner.name')).toBe('王敏');
    lead.tags.push({ name: 'b' });
    lead.tags[0]?.set('name', 'c');
    await lead.save();
    same.title = 'other';
    await expect(same.save()).rejects.toThrow(mongoose.Error.VersionError);
    expect(await Lead.countDocuments({ 'tags.name': 'c' })).toBe(1);
    await connection.close();
  });
});

describe('Agenda on the embedded database', () => {
  it('runs each job once with two workers', async () => {
    const client = await MongoClient.connect(server.uri('agenda'));
    const runs: number[] = [];
    const workers = [1, 2].map((n) => {
      const agenda = new Agenda({
        backend: new MongoBackend({ mongo: client.db() }),
        name: `worker ${n}`,
        processEvery: 20,
        maxConcurrency: 10,
      });
      agenda.on('error', () => {});
      agenda.define('count', (job: { attrs: { data: { n: number } } }) => {
        runs.push(job.attrs.data.n);
      });
      return agenda;
    });
    for (const worker of workers) await worker.start();
    const [first] = workers as [Agenda];
    await Promise.all(Array.from({ length: 50 }, (_, n) => first.now('count', { n })));
    await expect.poll(() => runs.length, { timeout: 10_000 }).toBe(50);
    for (const worker of workers) await worker.stop();
    expect(new Set(runs).size).toBe(50);
    await client.close();
  });
});
