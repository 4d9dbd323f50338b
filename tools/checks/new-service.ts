import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { followed, namedBlocks } from './named-blocks.ts';

const PAGE = 'docs/new-service.md';

export const title = `the service of ${PAGE} compiles in the workspace`;

/** Compiles the page's files in their places, without writing any of them. */
export function check(): string[] {
  const files = followed(namedBlocks(readFileSync(PAGE, 'utf8')));
  if (files.size === 0) return ['it names no files'];
  const generated = [...files].filter(([file]) => file.endsWith('.prisma')).flatMap(generatedFrom);
  return errorsOf(new Map([...files, ...generated].map(([file, text]) => [resolve(file), text])));
}

/** The Prisma client of a schema that is not on disk, as files in their place. */
function generatedFrom([file, schema]: [string, string]): [string, string][] {
  const output = /^ *output *= *"(.+)"$/m.exec(schema)?.[1];
  if (output === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), 'waybill-client-'));
  try {
    const client = join(folder, 'client');
    writeFileSync(join(folder, 'schema.prisma'), schema.replace(output, client));
    const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
    execFileSync(process.execPath, [cli, 'generate', '--schema', join(folder, 'schema.prisma')], {
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
      stdio: 'pipe',
    });
    return globSync('**/*.ts', { cwd: client }).map((name) => [
      join(dirname(file), output, name),
      readFileSync(join(client, name), 'utf8'),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiler errors in these files, which replace or add to those on disk. */
export function errorsOf(files: ReadonlyMap<string, string>): string[] {
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
