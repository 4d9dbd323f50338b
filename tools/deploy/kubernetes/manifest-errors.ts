import { errorsOf } from '../../checks/new-service.ts';
import { resolve } from 'node:path';
import type { Manifest } from './overlay.ts';

/** Where the types of each API are; the kind `Deployment` is `IDeployment`. */
const TYPES: Readonly<Record<string, string>> = {
  v1: 'kubernetes-models/v1',
  'apps/v1': 'kubernetes-models/apps/v1',
  'batch/v1': 'kubernetes-models/batch/v1',
  'networking.k8s.io/v1': 'kubernetes-models/networking.k8s.io/v1',
  'policy/v1': 'kubernetes-models/policy/v1',
  'keda.sh/v1alpha1': '@kubernetes-models/keda/keda.sh/v1alpha1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
  'postgresql.cnpg.io/v1': './cnpg.ts',
};

/**
 * Compiles each manifest as a literal of its type, so that unknown fields, missing ones and wrong values are errors. (The
 * validators of the same packages let unknown fields pass.)
 *
 * @param of what they are rendered from, for the messages
 */
export function manifestErrors(of: string, manifests: readonly Manifest[]): string[] {
  const unknown = manifests.filter(({ apiVersion }) => TYPES[apiVersion] === undefined);
  const files = manifests
    .filter((manifest) => !unknown.includes(manifest))
    .map((manifest): [string, string] => {
      const { apiVersion, kind, metadata } = manifest;
      const text = `import type { I${kind} } from '${TYPES[apiVersion]}';
export const manifest: I${kind} = ${JSON.stringify(manifest, undefined, 2)};
`;
      return [resolve(import.meta.dirname, `${of}-${kind}-${metadata.name}.ts`), text];
    });
  return [
    ...unknown.map(
      ({ apiVersion, kind, metadata }) =>
        `${of}: ${kind} ${metadata.name}: there are no types of ${apiVersion}: add them to tools/deploy/kubernetes/manifest-errors.ts`,
    ),
    ...errorsOf(new Map(files)),
  ];
}
