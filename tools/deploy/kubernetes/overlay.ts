import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from '../../../libs/cli/bootstrap/run.mjs';
import { findProgram } from '../../alerts/programs.ts';

/** An object of Kubernetes, as kustomize prints it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** deploy/kubernetes, copied, so that secrets and versions of a test stay out of the workspace. */
export async function copyOfOverlays(folder: string): Promise<string> {
  const copy = join(folder, 'kubernetes');
  await cp('deploy/kubernetes', copy, {
    recursive: true,
    // Secrets of whoever works here are not used.
    filter: (path) => !dirname(path).endsWith('local/secrets') || path.endsWith('.yaml'),
  });
  const secrets = join(copy, 'overlays/local/secrets');
  const { status, output } = await run(process.execPath, ['tools/deploy/secrets.ts', secrets]);
  if (status !== 0) throw new Error(`the secrets could not be made:\n${output}`);
  return copy;
}

/**
 * @param folder of a kustomization
 * @throws Error with what kustomize says
 */
export async function buildOverlay(folder: string): Promise<Manifest[]> {
  const { status, output } = await run(await findProgram('kustomize'), ['build', folder]);
  if (status !== 0) throw new Error(`kustomize build ${folder} ended with ${status}:\n${output}`);
  return parseAllDocuments(output).map((document) => document.toJS() as Manifest);
}
