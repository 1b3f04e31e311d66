import { describe, expect, it } from 'vitest';
import { DEMO_KEY, readConfig } from '../../../src/config/env.ts';
import { isGenjinError } from '../../../src/core/errors.ts';

type Env = Record<string, string>;

function problemsOf(env: Env): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!isGenjinError(error, 'config')) throw error;
    expect(error.userText.split('\n')).toHaveLength(error.problems.length);
    return error.problems.map(({ path }) => path);
  }
}

const LONG = 'a-key-of-sixteen-characters';

describe('settings', () => {
  it('without any it is the demo, on this machine only', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      mongodbUri: undefined,
      playbook: undefined,
      trustedProxies: 0,
      apiKeys: [DEMO_KEY],
      logLevel: 'info',
      role: 'all',
      publicUrl: 'http://localhost:3000',
      simulator: { now: undefined },
      smtpUrl: undefined,
      mailFrom: 'Genjin 跟进 <genjin@localhost>',
    });
  });

  it.each<[string, Env, object]>([
    [
      'an empty value counts as not set',
      { PORT: '', API_KEYS: '', MONGODB_URI: '', HOST: '' },
      { port: 3000, apiKeys: [DEMO_KEY] },
    ],
    ['a port', { PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    ['any free port', { PORT: '0' }, { port: 0 }],
    ['several keys', { API_KEYS: `${LONG}, ${LONG}-2` }, { apiKeys: [LONG, `${LONG}-2`] }],
    [
      'a slash at the end of the address',
      { PUBLIC_URL: 'https://genjin.example/' },
      { publicUrl: 'https://genjin.example' },
    ],
    [
      'the demo’s clock',
      { SIMULATOR_NOW: '2026-11-23T09:00:00+08:00' },
      { simulator: { now: new Date('2026-11-23T01:00:00Z') } },
    ],
    ['other people to play', { SIMULATOR_TEAM: './team.yaml' }, { simulator: { team: './team.yaml' } }],
    [
      'the demo for others, on purpose',
      { HOST: '0.0.0.0', SIMULATOR_ALLOW_REMOTE: 'yes' },
      { host: '0.0.0.0' },
    ],
    [
      'a cluster',
      { MONGODB_URI: 'mongodb+srv://user:x@cluster.example/genjin' },
      { mongodbUri: 'mongodb+srv://user:x@cluster.example/genjin' },
    ],
  ])('%s', (_what, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each<[string, Env, string[]]>([
    ['a port that is none', { PORT: 'http' }, ['PORT']],
    ['a port out of range', { PORT: '70000' }, ['PORT']],
    ['a port with a fraction', { PORT: '80.5' }, ['PORT']],
    ['another database', { MONGODB_URI: 'postgres://x' }, ['MONGODB_URI']],
    ['a level nobody knows', { LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    ['a role nobody knows', { ROLE: 'boss' }, ['ROLE']],
    ['an address that is none', { PUBLIC_URL: 'genjin.example' }, ['PUBLIC_URL']],
    ['a script for an address', { PUBLIC_URL: 'javascript:alert(1)' }, ['PUBLIC_URL']],
    ['a time without its zone', { SIMULATOR_NOW: '2026-11-23T09:00:00' }, ['SIMULATOR_NOW']],
    ['mail by another way', { SMTP_URL: 'http://mail' }, ['SMTP_URL']],
    ['a short key', { API_KEYS: 'demo' }, ['API_KEYS']],
    ['an empty key among others', { API_KEYS: `${LONG},` }, ['API_KEYS']],
    ['the demo open to everybody', { HOST: '0.0.0.0' }, ['HOST']],
    [
      'people to play without a simulator',
      {
        SIMULATOR: 'off',
        API_KEYS: LONG,
        WECOM_BOT_ID: 'b',
        WECOM_BOT_SECRET: LONG,
        SIMULATOR_TEAM: './t.yaml',
      },
      ['WECOM_MEMBERS', 'SIMULATOR_TEAM'],
    ],
    ['no platform', { SIMULATOR: 'off' }, ['SIMULATOR']],
    ['several at once', { PORT: 'x', ROLE: 'y', SMTP_URL: 'z' }, ['PORT', 'ROLE', 'SMTP_URL']],
  ])('%s is refused, named, and nothing starts', (_what, env, paths) => {
    expect(problemsOf(env)).toEqual(paths);
  });

  it('a secret is never repeated in what is said about it', () => {
    expect(() => readConfig({ API_KEYS: 'hunter2' })).toThrow(/^((?!hunter2).)*$/s);
  });
});
