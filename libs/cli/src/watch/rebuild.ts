import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { compile, emit, outputOf } from '@waybill/nx/compile';

/** A source file and its project, both as absolute paths. */
export interface SourceFile {
  readonly path: string;
  readonly project: string;
}

/** Some files have syntax errors; nothing was emitted. */
export class SyntaxErrors extends Error {}

/**
 * Compiles changed files, and removes what was emitted for removed ones. All or nothing: with a syntax error in one of
 * them, dist/ stays as it was.
 *
 * @returns the emitted modules that are now others than before; none if only types differ
 * @throws SyntaxErrors with the place of each
 */
export async function rebuild(files: readonly SourceFile[]): Promise<string[]> {
  const results = await Promise.allSettled(files.map(compileIfThere));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [reasonOf(result.reason)] : [],
  );
  if (failures.length > 0) throw new SyntaxErrors(failures.join('\n'));

  const changed = results.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
  for (const { out, compiled } of changed) {
    if (compiled) await emit(out, compiled);
    else await Promise.all([rm(out, { force: true }), rm(`${out}.map`, { force: true })]);
  }
  return changed.filter(({ isOther }) => isOther).map(({ out }) => out);
}

async function compileIfThere({ path, project }: SourceFile) {
  const out = outputOf(project, path);
  if (out === undefined) return undefined;
  const before = existsSync(out) ? await readFile(out, 'utf8') : undefined;
  const compiled = existsSync(path) ? await compile(path, out) : undefined;
  return { out, compiled, isOther: compiled?.code !== before };
}

/** swc adds a stack of its own program to the place of the error. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n\nCaused by:')[0]!.trimEnd();
}
