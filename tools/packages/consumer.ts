import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { run } from '../../libs/cli/bootstrap/run.mjs';
import { sourceOf } from './doors.ts';
import { runNpm } from './npm.ts';
import { publishedPackages, type PublishedPackage } from './published.ts';

/** Doors that are programs: to import one is to run it. */
const PROGRAMS = ['@waybill/cli/main', '@waybill/cli/start', '@waybill/cli/test', '@waybill/nx/generate-client'];

/** A project of its own, in a folder with nothing of this repository beside it. */
export class Consumer {
  readonly #doors = publishedPackages().flatMap(doorsToImport);

  constructor(
    readonly folder: string,
    /** Of npm, so that it installs from a registry of our own. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Installs all packages, with what they require and nothing else. */
  async install(version: string): Promise<void> {
    const names = publishedPackages().map(({ name }) => `${name}@${version}`);
    await writeFile(join(this.folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await runNpm(['install', '--no-audit', '--no-fund', '--loglevel=error', ...names], {
      cwd: this.folder,
      env: this.env,
    });
  }

  /** @returns the errors in our declarations and in their use; not those that other packages have in theirs */
  async typeErrors(): Promise<string[]> {
    const file = join(this.folder, 'consumer.ts');
    const imports = this.#doors.map((door, index) => `import * as door${index} from '${door}';`);
    const uses = this.#doors.map((_, index) => `door${index}`);
    await writeFile(file, `${imports.join('\n')}\nexport default [${uses.join(', ')}];\n`);
    const program = ts.createProgram([file], OPTIONS);
    const ours = program
      .getSourceFiles()
      .filter(({ fileName }) => fileName === file || fileName.includes('/node_modules/@waybill/'));
    return ours
      .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
      .map((diagnostic) => ts.formatDiagnostic(diagnostic, FORMAT).trim());
  }

  /** @returns what Node reports, door by door */
  async importErrors(): Promise<string[]> {
    const errors: string[] = [];
    for (const door of this.#doors) {
      const { status, output } = await run(process.execPath, ['--input-type=module', '-e', `import '${door}'`], {
        cwd: this.folder,
      });
      if (status !== 0 || output !== '') errors.push(`import '${door}': ${output || `exit ${status}`}`);
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
  skipLibCheck: false,
};

const FORMAT: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => process.cwd(),
  getCanonicalFileName: (file) => file,
  getNewLine: () => '\n',
};

function doorsToImport({ name, manifest }: PublishedPackage): string[] {
  return Object.entries(manifest.exports ?? {})
    .filter(([, door]) => /\.(ts|mjs)$/.test(sourceOf(door)))
    .map(([path]) => name + path.slice(1))
    .filter((door) => !PROGRAMS.includes(door));
}
