import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ownVersion } from '../../runs/own-version.ts';
import type { Template } from './template.ts';

/** This repository's own files that are the same in every workspace: so they are in use here, and written once. */
const SHARED = [
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.prettierignore',
  '.prettierrc.json',
  '.swcrc',
  'prisma/prisma.config.ts',
];

const SCRIPTS = ['start', 'test', 'waybill', 'migration', 'contracts'];

const SHOP = [
  '{apps,prisma}/{order,payment,recommendation,analytics}/**',
  'libs/contracts/**',
  'tools/{import,shoppers}/**',
  'tools/project.json',
];
const WRITTEN_BY_A_BUILD = ['**/dist/**', '**/generated/**', '**/node_modules/**'];

/** The repository's part of the shop that only makes sense here. */
const REPOSITORY_ONLY = ['**/naive-publish/remove.mjs'];

/** @param root the top folder of the repository */
export function collectTemplate(root: URL): Template {
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
  const texts = (paths: readonly string[]) =>
    Object.fromEntries([...paths].sort().map((path) => [path, read(path)]));
  const manifest = JSON.parse(read('package.json')) as RootManifest;
  const shop = globSync(SHOP, {
    cwd: fileURLToPath(root),
    exclude: [...WRITTEN_BY_A_BUILD, ...REPOSITORY_ONLY],
    withFileTypes: true,
  }).filter((entry) => entry.isFile());
  const shopFiles = texts(
    shop.map(({ parentPath, name }) => `${parentPath}/${name}`.slice(fileURLToPath(root).length)),
  );
  const { commands, demo } = manifest.waybill;
  return {
    version: ownVersion(),
    versions: { ...manifest.devDependencies, ...manifest.dependencies },
    scripts: Object.fromEntries(SCRIPTS.map((name) => [name, manifest.scripts[name]!])),
    allowScripts: manifest.allowScripts,
    engines: manifest.engines,
    compilerOptions: (JSON.parse(read('tsconfig.json')) as TsConfig).compilerOptions,
    files: texts(SHARED),
    shop: {
      files: shopFiles,
      parts: { commands: commands.filter((path) => path.slice('./'.length) in shopFiles), demo },
    },
  };
}

interface RootManifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly waybill: { readonly commands: string[]; readonly demo: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface TsConfig {
  readonly compilerOptions: Record<string, unknown>;
}
