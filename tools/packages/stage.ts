import { cpSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyFiles, write } from './files.ts';
import { declareModules, type Module } from './declarations.ts';
import { builtAs, doorsOf } from './doors.ts';
import { publishedManifest } from './manifest.ts';
import { publishedPackages, readJson, type PublishedPackage } from './published.ts';
import { importsOf, relativeImportsOf, requirements, type Imports } from './requirements.ts';

export interface StagedPackage {
  readonly name: string;
  readonly version: string;
  /** `dist/packages/@waybill/messaging`, to be packed by npm as it is. */
  readonly folder: string;
  /** What it requires behind further doors, as `npm install` takes it: `@nestjs/testing@^12.1.1`. */
  readonly optional: readonly string[];
}

interface RootManifest {
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Programs of other packages that a package starts, and never imports. */
const STARTED_BY: Readonly<Record<string, readonly string[]>> = {
  '@waybill/cli': ['jest', 'nx', 'prettier', 'typescript'],
  '@waybill/nx': ['nx'],
};

/** What the packages run on: what all tests run on. */
const ENGINES = { node: '>=24' };

/**
 * Writes every published package as npm gets it: its build without tests, declarations, data, and a package.json that
 * states what is imported. Needs the build.
 *
 * @param options.version instead of the one in each package.json
 */
export function stagePackages({
  out = 'dist/packages',
  version,
}: { out?: string; version?: string } = {}): StagedPackage[] {
  const root = readJson<RootManifest>('package.json');
  const packages = publishedPackages();
  const versions = Object.fromEntries(
    packages.map(({ name, manifest }) => [name, version ?? manifest.version]),
  );
  const pinned = { ...root.devDependencies, ...root.dependencies, ...versions };
  const modules = declareModules(packages, (each) => {
    const { main, further } = doorsOf(each);
    return [...main, ...further];
  });
  rmSync(out, { recursive: true, force: true });
  return packages.map((each) => {
    const folder = join(out, each.name);
    copyFiles(each, versions[each.name]!, folder);
    const imports = writeModules(each, modules.get(each)!, folder);
    const required = requirements(imports, pinned);
    const facts = { version: versions[each.name]!, license: root.license, engines: ENGINES };
    const manifest = publishedManifest(each, facts, required);
    write(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    const optional = Object.keys(required.peerDependenciesMeta).map(
      (name) => `${name}@${required.peerDependencies[name]}`,
    );
    return { name: each.name, version: facts.version, folder, optional };
  });
}

/** @returns what the modules import of other packages */
function writeModules(each: PublishedPackage, modules: readonly Module[], out: string): Imports {
  const main = reachable(modules, doorsOf(each).main);
  const imports = {
    always: new Set(STARTED_BY[each.name]),
    sometimes: new Set<string>(),
  };
  for (const { source, declaration } of modules) {
    const built = builtAs(source.slice(each.folder.length + 1));
    const code = readFileSync(join(each.folder, built), 'utf8');
    if (built !== source.slice(each.folder.length + 1)) {
      write(join(out, built), code);
      cpSync(join(each.folder, `${built}.map`), join(out, `${built}.map`));
    }
    write(join(out, built.replace(/\.(m?)js$/, '.d.$1ts')), declaration);
    for (const name of [...importsOf(code), ...importsOf(declaration)])
      if (name !== each.name) (main.has(source) ? imports.always : imports.sometimes).add(name);
  }
  return imports;
}

/** The modules of a package that some of them reach. */
function reachable(modules: readonly Module[], from: readonly string[]): Set<string> {
  const sources = new Map(modules.map(({ source }) => [source, readFileSync(source, 'utf8')]));
  const reached = new Set<string>();
  const pending = [...from];
  for (let source = pending.pop(); source !== undefined; source = pending.pop()) {
    const text = sources.get(source);
    if (text === undefined || reached.has(source)) continue;
    reached.add(source);
    const folder = dirname(source);
    pending.push(
      ...relativeImportsOf(text).flatMap((path) => [
        join(folder, path),
        join(folder, path.replace(/\.js$/, '.ts')),
      ]),
    );
  }
  return reached;
}
