import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Writes the names and licences of all packages that the page is bundled from: their licences ask for that. */
export function licences(): Plugin {
  let root: string;
  return {
    name: 'licences',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      // Fonts are no modules.
      const assets = Object.values(bundle).flatMap((file) =>
        file.type === 'asset' ? file.originalFileNames.map((name) => resolve(root, name)) : [],
      );
      const folders = [...this.getModuleIds(), ...assets].filter(isInstalled).map(packageFolder);
      const notices = [...new Set(folders)].sort().map(notice);
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: notices.join(RULE) });
    },
  };
}

const RULE = `\n${'-'.repeat(80)}\n\n`;

const isInstalled = (module: string) => module.startsWith('/') && module.includes('/node_modules/');

/** The nearest one whose package.json has a name: some packages have others that only set the module type. */
function packageFolder(module: string): string {
  let folder = dirname(module.split('?')[0]!);
  while (manifestOf(folder)?.name === undefined) folder = dirname(folder);
  return folder;
}

function notice(folder: string): string {
  const { name, version, license } = manifestOf(folder)!;
  const [file] = globSync('{LICEN[CS]E,licen[cs]e}*', { cwd: folder });
  if (file === undefined && license === undefined) throw new Error(`${folder} states no licence`);
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}

interface Manifest {
  name?: string;
  version?: string;
  license?: string;
}

function manifestOf(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}
