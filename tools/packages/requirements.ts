import { builtinModules } from 'node:module';
import ts from 'typescript';

/**
 * Of these a process has one copy, or the workspace chooses the version: the packages name the range that they work with.
 * Any other package is a plain dependency.
 */
const CHOSEN_BY_THE_WORKSPACE = [
  /^@nestjs\//,
  /^@nx\//,
  /^@prisma\/client$/,
  /^@types\/(node|pg)$/,
  /^@waybill\/testing$/,
  /^(@jest\/globals|eslint|jest|nx|pg|prettier|prisma|reflect-metadata|rxjs|typescript|zod)$/,
  /^@opentelemetry\/api$/,
];

export interface Requirements {
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly peerDependenciesMeta: Record<string, { optional: true }>;
}

/** The packages that some modules import. */
export interface Imports {
  /** By modules that run whatever a user imports. */
  readonly always: ReadonlySet<string>;
  /** By modules behind further doors. */
  readonly sometimes: ReadonlySet<string>;
}

/**
 * What a package requires: exactly what its modules import, in the versions of the workspace, so that none is written
 * twice.
 *
 * @param pinned versions of the workspace's package.json, and those of the packages that are published with this one
 * @throws Error one of them is in neither
 */
export function requirements(imports: Imports, pinned: Readonly<Record<string, string>>): Requirements {
  const names = [...new Set([...imports.always, ...imports.sometimes])].sort();
  const all = names.flatMap((name) => [name, ...typesOf(name, pinned)]).sort();
  const peers = all.filter(isChosenByTheWorkspace);
  const optional = peers.filter((name) => name.startsWith('@types/') || !imports.always.has(name));
  const versions = (names: readonly string[], rangeOf: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [name, `${rangeOf(name)}${versionOf(name, pinned)}`]));
  return {
    dependencies: versions(
      all.filter((name) => !isChosenByTheWorkspace(name)),
      () => '',
    ),
    // npm raises one package after the other, and refuses the first of ours if the others want its old version alone.
    peerDependencies: versions(peers, (name) => (isOurs(name) ? '>=' : '^')),
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
}

/** Packages of one release belong together. */
const isOurs = (name: string) => name.startsWith('@waybill/');

const isChosenByTheWorkspace = (name: string) =>
  CHOSEN_BY_THE_WORKSPACE.some((pattern) => pattern.test(name));

function versionOf(name: string, pinned: Readonly<Record<string, string>>): string {
  const version = pinned[name];
  if (version === undefined)
    throw new Error(`${name} is imported, and not in package.json: npm install ${name}`);
  return version;
}

/** A package that does not bring its types. */
function typesOf(name: string, pinned: Readonly<Record<string, string>>): string[] {
  const types = `@types/${name}`;
  return types in pinned ? [types] : [];
}

/** `import.meta.resolve('x/y')`, `createRequire(import.meta.url).resolve('x/y')` */
const RESOLVED = /import\.meta(?:\.url\))?\.resolve\('([^.'][^']*)'\)/g;

/** The packages that a module's text imports. */
export function importsOf(text: string): string[] {
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  return [
    ...importedFiles.map(({ fileName }) => fileName),
    ...typeReferenceDirectives.map(({ fileName }) => `@types/${fileName}`),
    ...[...text.matchAll(RESOLVED)].map(([, specifier]) => specifier!),
  ].flatMap(packageOf);
}

function packageOf(specifier: string): string[] {
  if (specifier.startsWith('.')) return [];
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return ['@types/node'];
  const [scope, name] = specifier.split('/');
  return [scope!.startsWith('@') ? `${scope}/${name}` : scope!];
}

/** The files of its own package that a module's text imports. */
export function relativeImportsOf(text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'));
}
