import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERBS, type Verb } from '../cards/actions.ts';
import type { AnyCard } from '../cards/define.ts';
import { CARDS } from '../cards/index.ts';
import type { Handler, HandlerContext } from '../handlers/context.ts';
import { HANDLERS } from '../handlers/index.ts';
import { ROOT } from './support/company.ts';

/**
 * Who may import whom (ARCHITECTURE.md). `uses`: anything. `types`: only `import type`. What is not listed is
 * forbidden. An area is a folder, or a file that stands for itself; the first that matches counts.
 */
interface Area {
  name: string;
  at: RegExp;
  uses?: string[];
  types?: string[];
}

const AREAS: Area[] = [
  { name: 'core', at: /^src\/core\// },
  { name: 'domain', at: /^src\/domain\//, uses: ['core'] },
  { name: 'config', at: /^src\/config\//, uses: ['core', 'domain'] },
  { name: 'documents', at: /^src\/documents\//, uses: ['core', 'domain'] },
  // What every store shares, and the one question about its errors that services ask.
  { name: 'database', at: /^src\/stores\/database\.ts$/, uses: ['core'] },
  { name: 'stores', at: /^src\/stores\//, uses: ['core', 'domain', 'database'], types: ['card model'] },
  { name: 'card model', at: /^cards\/(model|actions|line-words|verbs)\.ts$/, uses: ['core'] },
  { name: 'cards', at: /^cards\//, uses: ['core', 'domain', 'card model'] },
  {
    name: 'services',
    at: /^src\/services\//,
    uses: ['core', 'domain', 'documents', 'config', 'database'],
    types: ['stores', 'outbox'],
  },
  { name: 'platform', at: /^src\/platforms\/[a-z-]+\.ts$/, uses: ['core', 'domain'], types: ['card model'] },
  {
    name: 'outbox',
    at: /^src\/outbox\//,
    uses: ['core', 'domain', 'cards', 'card model', 'platform'],
    types: ['stores'],
  },
  {
    // One platform never knows another, nor a service: the folder's own name is part of the area.
    name: 'simulator',
    at: /^src\/platforms\/simulator\//,
    uses: ['core', 'card model', 'platform', 'web', 'mail'],
    types: ['domain', 'stores'],
  },
  {
    name: 'wecom',
    at: /^src\/platforms\/wecom\//,
    uses: ['core', 'domain', 'card model', 'cards', 'platform', 'web'],
    types: ['stores', 'config'],
  },
  {
    name: 'dingtalk',
    at: /^src\/platforms\/dingtalk\//,
    uses: ['core', 'domain', 'card model', 'cards', 'platform', 'web'],
    types: ['stores', 'config'],
  },
  { name: 'mail', at: /^src\/outbox\/mail\.ts$/ },
  {
    name: 'web',
    at: /^src\/web\//,
    uses: ['core', 'domain', 'cards', 'card model'],
    types: ['services', 'stores', 'platform', 'engine'],
  },
  { name: 'handlers', at: /^handlers\//, uses: ['core', 'domain', 'services', 'cards', 'card model'] },
  {
    name: 'jobs',
    at: /^jobs\//,
    uses: ['core'],
    types: ['services', 'stores', 'outbox', 'ingress', 'platform'],
  },
  { name: 'ingress', at: /^src\/inbox\/ingress\.ts$/, uses: ['core'], types: ['stores', 'platform'] },
  { name: 'engine', at: /^src\/engine\.ts$/, uses: ['core'], types: ['jobs'] },
  {
    name: 'dispatcher',
    at: /^src\/inbox\/dispatcher\.ts$/,
    uses: ['core', 'domain', 'card model', 'services'],
    types: ['handlers', 'stores'],
  },
  { name: 'embedded database', at: /^src\/embedded-mongo\// },
];

/** They put everything together, or are a program of their own; nothing but each other and tests imports them. */
const ROOTS =
  /^src\/(main|inbox\/(answer-stranger|dead-letters|fetch-(file|contact))|cli|compose|app|metrics|storage|publish|demo|environment)\.ts$|^src\/(cli|compose|backup)\//;
/** The page is the browser's; its types are checked by its own tsconfig. */
const PAGE = /^src\/platforms\/simulator\/page\/(?!contract)/;

const FILES = ['src', 'cards', 'handlers', 'jobs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !PAGE.test(file)),
);
const TEXTS = new Map(FILES.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s)?(?:([^'";]*?)\s*from\s*)?'([^']+)'/gms;

function importsOf(file: string): Import[] {
  return [...textOf(file).matchAll(IMPORT)].map(([, type, names = '', to = '']) => ({
    from: file,
    to: to.startsWith('.') ? normalize(join(dirname(file), to)) : to,
    typeOnly: type !== undefined || allTypes(names),
  }));
}

/** `{ type A, type B }` brings no code along either. */
function allTypes(names: string): boolean {
  const listed = /^\{([\s\S]*)\}$/
    .exec(names.trim())?.[1]
    ?.split(',')
    .filter((name) => name.trim());
  return listed?.every((name) => name.trim().startsWith('type ')) ?? false;
}

function textOf(file: string): string {
  return TEXTS.get(file) ?? '';
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

function areaOf(file: string): Area | undefined {
  const fits = AREAS.filter(({ at }) => at.test(file));
  // The narrowest: mail.ts is the outbox's, but is also lent out alone.
  return fits.at(-1)?.name === 'mail' ? fits.find(({ name }) => name === 'outbox') : fits[0];
}

function mayImport(area: Area, { to, typeOnly }: Import): boolean {
  const names = AREAS.filter(({ at }) => at.test(to)).map(({ name }) => name);
  const own = areaOf(to);
  if (own === area) return true;
  const allowed = [...(area.uses ?? []), ...(typeOnly ? (area.types ?? []) : [])];
  return names.some((name) => allowed.includes(name));
}

const IMPORTS = FILES.flatMap(importsOf);
const OURS = IMPORTS.filter(({ to }) => TEXTS.has(to));

describe('imports', () => {
  it('belong to an area or a root, every file', () => {
    expect(FILES.filter((file) => !areaOf(file) && !ROOTS.test(file))).toEqual([]);
    expect(FILES.length).toBeGreaterThan(200);
  });

  it.each(AREAS.filter(({ name }) => name !== 'mail'))('of $name are those its row allows', (area) => {
    const forbidden = OURS.filter((one) => areaOf(one.from) === area && !mayImport(area, one));
    expect(forbidden.map(({ from, to, typeOnly }) => `${from} → ${to}${typeOnly ? ' (type)' : ''}`)).toEqual(
      [],
    );
  });

  it('never lead to what puts everything together', () => {
    const up = OURS.filter(({ from, to }) => ROOTS.test(to) && !ROOTS.test(from));
    expect(up.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('never lead to tests', () => {
    const down = IMPORTS.filter(({ to }) => /^(test|fixtures)\//.test(to));
    expect(down.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  // Types count: files that know each other's shapes can only be changed together.
  it('go in no circles, of types neither', () => {
    const uses = new Map<string, string[]>();
    for (const { from, to } of OURS) uses.set(from, [...(uses.get(from) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (path.includes(file) || done.has(file)) return;
      for (const next of uses.get(file) ?? []) walk(next, [...path, file]);
      done.add(file);
    };
    for (const file of FILES) walk(file, []);
    expect(circles).toEqual([]);
  });

  it.each([
    [
      'mongoose',
      /^src\/(stores\/|compose\.ts|app\.ts|storage\.ts|web\/readiness\.ts|cli\/)|^jobs\/agenda\.ts/,
    ],
    ['agenda', /^jobs\/agenda\.ts$/],
    ['@agendajs/mongo-backend', /^jobs\/agenda\.ts$/],
    ['koa', /^src\/(web|platforms)\/|^src\/(app|compose)\.ts$/],
    ['@koa/router', /^src\/(web|platforms)\/|^src\/app\.ts$/],
    ['nodemailer', /^src\/(outbox\/mail|cli\/doctor\/\w+)\.ts$/],
    ['pino', /^src\/core\/logger\.ts$/],
    ['mingo', /^src\/domain\/rules\//],
    ['re2js', /^src\/(domain\/(pattern|rules\/condition-operators)|embedded-mongo\/regex)\.ts$/],
    ['lmdb', /^src\/embedded-mongo\//],
  ])('of the package %s stand where it belongs', (name, where) => {
    const users = [
      ...new Set(
        IMPORTS.filter(({ to }) => to === name || to.startsWith(`${name}/`)).map(({ from }) => from),
      ),
    ];
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !where.test(file))).toEqual([]);
  });

  it('of the domain and the cards do no input or output', () => {
    const machine = IMPORTS.filter(
      ({ from, to }) => /^(src\/domain|cards)\//.test(from) && to.startsWith('node:'),
    );
    expect(machine.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

describe('code', () => {
  const each = (test: (code: string, file: string) => boolean, where = /./) =>
    FILES.filter((file) => where.test(file) && test(withoutComments(textOf(file)), file));

  it('reads the time in the clock file alone', () => {
    const bare = each((code) => /\bnew Date\(\)|\bDate\.now\(\)/.test(code));
    // The embedded database is a server and has a clock of its own (cursors, time limits, expiry).
    expect(bare.filter((file) => !/^src\/(core\/clock\.ts$|embedded-mongo\/)/.test(file))).toEqual([]);
  });

  it('decides without waiting: nothing in src/domain is async', () => {
    expect(each((code) => /\basync\b|\bawait\b|\bPromise\b/.test(code), /^src\/domain\//)).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = each((code) => /process\.env\b/.test(code));
    expect(readers.filter((file) => !/^src\/(main|environment|cli)\.ts$|^src\/cli\//.test(file))).toEqual([]);
  });

  it('exports by name', () => {
    expect(each((code) => /^export default\b/m.test(code))).toEqual([]);
  });

  it('keeps files within 300 lines, or says above why not', () => {
    const long = FILES.filter((file) => textOf(file).split('\n').length > 301);
    expect(long.filter((file) => !/longer than 300 lines/i.test(textOf(file)))).toEqual([]);
  });

  it('is named in kebab case', () => {
    expect(FILES.filter((file) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z0-9-]+)*\.ts$/.test(file))).toEqual([]);
  });

  it('leaves nothing to do later', () => {
    expect(each((_code, file) => /\b(TODO|FIXME|XXX|HACK)\b/.test(textOf(file)))).toEqual([]);
  });
});

async function exportsOf(file: string): Promise<unknown[]> {
  return Object.values(await import(pathToFileURL(join(ROOT, file)).href));
}

describe('tables', () => {
  it('hold every card there is a file for', async () => {
    for (const file of FILES.filter((candidate) => candidate.startsWith('cards/'))) {
      for (const one of await exportsOf(file)) {
        const card = one as Partial<AnyCard> | null;
        if (typeof card === 'object' && card && 'kind' in card && 'build' in card) {
          expect(CARDS.get(card.kind ?? ''), `${file}: ${card.kind}`).toBe(card);
        }
      }
    }
  });

  it('hold every handler there is a file for, the one for whatever is left at the end', async () => {
    for (const file of FILES.filter((candidate) => /^handlers\/\w+\//.test(candidate))) {
      const handlers = (await exportsOf(file)).filter(
        (one): one is Handler =>
          typeof one === 'object' && one !== null && 'recognises' in one && 'run' in one,
      );
      for (const handler of handlers) expect(HANDLERS, `${file}: ${handler.name}`).toContain(handler);
    }
    expect(HANDLERS.at(-1)?.name).toBe('unhandled');
    expect(new Set(HANDLERS.map(({ name }) => name)).size).toBe(HANDLERS.length);
  });

  it('hold every job there is a file for', () => {
    const jobs = FILES.filter((file) => /^jobs\/(?!index|job\.|agenda)/.test(file));
    const listed = importsOf('jobs/index.ts').map(({ to }) => to);
    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs.filter((file) => !listed.includes(file))).toEqual([]);
  });

  it.each(Object.keys(VERBS) as Verb[])('%s has a handler of its own', (verb) => {
    const context = {
      event: { kind: 'message', payload: { text: 'x' } },
      text: 'x',
      command: { verb, target: 'L1', rest: '' },
      named: null,
    } as unknown as HandlerContext;
    const first = HANDLERS.find((handler) => handler.recognises(context));
    // A line that records a contact is a note, whether it says so or not.
    expect(first?.name === 'note').toBe(verb === 'log');
    expect(first?.name).not.toBe('unhandled');
  });
});
