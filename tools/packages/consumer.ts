import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { run } from '../../libs/cli/bootstrap/run.mjs';
import { sourceOf } from './doors.ts';
import { runNpm } from './npm.ts';
import { publishedPackages, type PublishedPackage } from './published.ts';

/** Doors that are programs: to import one is to run it. */
const PROGRAMS = [
  '@waybill/cli/main',
  '@waybill/cli/start',
  '@waybill/cli/test',
  '@waybill/nx/generate-client',
  '@waybill/nx/repeat',
];

/** A project of its own, in a folder with nothing of this repository beside it. */
export class Consumer {
  readonly #doors = publishedPackages().flatMap(doorsToImport);

  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;

  /** @param env of npm, so that it installs from a registry of our own */
  constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#env = env;
  }

  /**
   * Installs all packages, with what they require and nothing else.
   *
   * @param further what they require behind further doors
   */
  async install(version: string, further: readonly string[]): Promise<void> {
    const names = publishedPackages().map(({ name }) => `${name}@${version}`);
    await writeFile(join(this.#folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await writeFile(join(this.#folder, 'nx.json'), '{}'); // by which the stack knows a workspace
    await runNpm(['install', '--no-audit', '--no-fund', '--loglevel=error', ...names, ...further], {
      cwd: this.#folder,
      env: this.#env,
    });
  }

  /** @returns the errors in our declarations, in their use and in the examples of the packages’ pages; not those that other packages have in theirs */
  async typeErrors(): Promise<string[]> {
    const imports = this.#doors.map((door, index) => `import * as door${index} from '${door}';`);
    const uses = this.#doors.map((_, index) => `door${index}`);
    const sources = {
      'consumer.ts': `${imports.join('\n')}\nexport default [${uses.join(', ')}];\n`,
      ...examplesInReadmes(),
    };
    const files = Object.keys(sources).map((name) => join(this.#folder, name));
    for (const [name, text] of Object.entries(sources)) await writeFile(join(this.#folder, name), text);
    const program = ts.createProgram(files, OPTIONS);
    const ours = program
      .getSourceFiles()
      .filter(({ fileName }) => files.includes(fileName) || fileName.includes('/node_modules/@waybill/'));
    return ours
      .flatMap((source) => [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ])
      .map((diagnostic) => ts.formatDiagnostic(diagnostic, FORMAT).trim());
  }

  /** @returns what Node reports, door by door */
  async importErrors(): Promise<string[]> {
    const errors: string[] = [];
    for (const door of this.#doors) {
      const { status, output } = await run(
        process.execPath,
        ['--input-type=module', '-e', `import '${door}'`],
        {
          cwd: this.#folder,
        },
      );
      if (status !== 0 || output !== '')
        errors.push(`import '${door}': ${/^.*Error.*$/m.exec(output)?.[0] ?? (output || `exit ${status}`)}`);
    }
    return errors;
  }
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  types: ['node'],
  strict: true,
  noEmit: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: false,
};

const FORMAT: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => process.cwd(),
  getCanonicalFileName: (file) => file,
  getNewLine: () => '\n',
};

/** By file name: the TypeScript of each package's README.md. */
function examplesInReadmes(): Record<string, string> {
  return Object.fromEntries(
    publishedPackages().flatMap(({ shortName, folder }) =>
      [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(
        ([, code], index) => [`${shortName}-readme-${index}.ts`, `${code}\nexport {};\n`],
      ),
    ),
  );
}

function doorsToImport({ name, manifest }: PublishedPackage): string[] {
  return Object.entries(manifest.exports ?? {})
    .filter(([, door]) => /\.(ts|mjs)$/.test(sourceOf(door)))
    .map(([path]) => name + path.slice(1))
    .filter((door) => !PROGRAMS.includes(door));
}
