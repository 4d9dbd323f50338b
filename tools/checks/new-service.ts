import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { followed, namedBlocks } from './named-blocks.ts';

const PAGE = 'docs/new-service.md';

export const title = `the service of ${PAGE} compiles in the workspace`;

/** Compiles the page's files in their places, without writing any of them. */
export function check(): string[] {
  const files = followed(namedBlocks(readFileSync(PAGE, 'utf8')));
  if (files.size === 0) return ['it names no files'];
  return faultsOf(new Map([...files].map(([file, text]) => [resolve(file), text])));
}

/** Compiler errors in these files, which replace or add to those on disk. */
export function faultsOf(files: ReadonlyMap<string, string>): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file)).config,
    ts.sys,
    '.',
  );
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, language) => {
      const text = files.get(file);
      return text === undefined
        ? disk.getSourceFile(file, language)
        : ts.createSourceFile(file, text, language);
    },
    // Undefined, so that the compiler also looks into folders that do not exist on disk.
    directoryExists: undefined,
  };
  const sources = [...files.keys()].filter((file) => file.endsWith('.ts'));
  const program = ts.createProgram(sources, options, host);
  return sources
    .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map((diagnostic) =>
      ts
        .formatDiagnostic(diagnostic, {
          getCurrentDirectory: () => process.cwd(),
          getCanonicalFileName: (file) => file,
          getNewLine: () => '\n',
        })
        .trimEnd(),
    );
}
