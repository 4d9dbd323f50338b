import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { readFile } from 'node:fs/promises';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/**
 * What publint and Are the types wrong? find in a package, as npm would publish it.
 *
 * @param tarball what `npm pack` made of it
 */
export async function lintPackage(tarball: string): Promise<string[]> {
  const bytes = await readFile(tarball);
  const { messages, pkg } = await publint({
    level: 'suggestion',
    strict: true,
    pack: { tarball: Uint8Array.from(bytes).buffer },
  });
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg)}`),
    ...(await typeProblems(bytes)).map((problem) => `attw: ${describe(problem)}`),
  ].map((problem) => `${pkg.name as string}: ${problem}`);
}

async function typeProblems(tarball: Uint8Array): Promise<Problem[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  return result.types ? result.problems.filter(concernsEsm) : [];
}

/** The packages are ES modules, for resolution by `exports`: what only older kinds of resolution miss is no fault. */
function concernsEsm(problem: Problem): boolean {
  if (problem.kind === 'CJSResolvesToESM') return false;
  if (!('resolutionKind' in problem)) return true;
  return problem.resolutionKind === 'node16-esm' || problem.resolutionKind === 'bundler';
}

function describe({ kind, ...details }: Problem): string {
  const where = 'entrypoint' in details ? details.entrypoint : 'fileName' in details ? details.fileName : '';
  return `${kind} ${where}`.trim();
}
