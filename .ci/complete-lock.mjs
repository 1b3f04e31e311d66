#!/usr/bin/env node
/**
 * npm leaves platform packages out of package-lock.json when the registry it asked did not have them. Such a lock
 * fails `npm ci`, and `npm install` on those platforms comes without their binaries. This adds what is missing; the
 * versions are exact, the packages' parents name them. Run it after adding or updating packages.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const PLATFORM =
  /[-/](aix|android|darwin|freebsd|linux|linuxmusl|netbsd|openbsd|sunos|win32)-([a-z0-9]+)(-[a-z]+)?$/;

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const added = {};
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${path}/node_modules/${name}`]) continue;
    const platform = PLATFORM.exec(name);
    if (platform && /^\d/.test(version)) added[`node_modules/${name}`] = described(version, platform, entry);
    else process.stderr.write(`left alone, no platform package of an exact version: ${name}@${version}\n`);
  }
}
const [root, ...others] = Object.entries({ ...lock.packages, ...added });
others.sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(
  FILE,
  `${JSON.stringify({ ...lock, packages: Object.fromEntries([root, ...others]) }, null, 2)}\n`,
);
process.stdout.write(`${Object.keys(added).length} added\n`);

/** An entry as npm writes it, less the checksum, which only the registry that has the package knows. */
function described(version, [, system, processor, abi = ''], parent) {
  const libc = `${system}${abi}`.includes('musl') ? ['musl'] : abi.includes('gnu') ? ['glibc'] : undefined;
  return {
    version,
    cpu: [processor],
    ...(parent.dev && { dev: true }),
    ...(libc && { libc }),
    optional: true,
    os: [system.replace('musl', '')],
  };
}
