import { readFileSync } from 'node:fs';

export const title = 'every package that may run in production has a licence that lets anybody use it';

const ALLOWED: readonly string[] = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT and ISC'],
  ...['Python-2.0', 'Unlicense'],
];

/** Package to reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  elkjs: 'EPL-2.0; of the pages of Prisma’s own command line, and in no image',
  'seq-queue': 'MIT by its repository, while its package.json says nothing; of Prisma’s command line',
};

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** By package-lock.json, which has what each package says of itself. */
export function check(): string[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  return licenceErrors(lock.packages);
}

export function licenceErrors(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path, { license = 'none' }]) => ({ name: path.replace(/^.*node_modules\//, ''), license }))
    .filter(({ name, license }) => !ALLOWED.includes(license) && !(name in EXCEPTIONS))
    .map(
      ({ name, license }) =>
        `${name} has the licence ${license}: replace it, or allow it in ${import.meta.filename.replace(/^.*\/tools/, 'tools')}`,
    );
}
