import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/company.ts';

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

it('the lock has the binaries of every platform (else run .ci/complete-lock.mjs)', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  const missing = wanted.filter(
    ({ path, name }) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});
