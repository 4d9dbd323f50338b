import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { followed, namedBlocks } from './named-blocks.ts';

const PAGE = 'docs/new-service.md';

export const title = `the service of ${PAGE} fits into the workspace and compiles`;

/** Compiles the page's files where they would stand, without writing any of them. */
export function check(): string[] {
  const files = followed(namedBlocks(readFileSync(PAGE, 'utf8')));
  if (files.size === 0) return ['it names no file at all'];
  return faultsOf(new Map([...files].map(([file, text]) => [resolve(file), text])));
}

/** What the compiler says of these files, given in place of, or beside, those on the disk. */
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
    // The compiler looks into no folder that is said not to be there; without an answer it looks.
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
