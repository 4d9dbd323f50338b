import type { IPodSpec } from 'kubernetes-models/v1';
import { ofKind, type Workload } from './objects.ts';
import type { Manifest } from './overlay.ts';

/** What a cluster would find only when it runs: an object that is named and is not there, a selector that selects nothing. */
export function referenceErrors(
  of: string,
  manifests: readonly Manifest[],
  { secretsElsewhere = false } = {},
): string[] {
  const workloads = [
    ...ofKind(manifests, 'Deployment'),
    ...ofKind(manifests, 'StatefulSet'),
    ...ofKind(manifests, 'Job'),
  ];
  const exists = ({ kind, name }: Reference) =>
    (secretsElsewhere && kind === 'Secret') ||
    manifests.some((each) => each.kind === kind && each.metadata.name === name);
  const missing = workloads.flatMap((workload) =>
    referencesOf(workload.spec.template.spec!)
      .filter((reference) => !exists(reference))
      .map(({ kind, name }) => `${describe(workload)} needs the ${kind} ${name}, which is not there`),
  );
  const empty = [
    ...ofKind(manifests, 'Service').map((each) => ({ each, labels: each.spec!.selector })),
    ...ofKind(manifests, 'PodDisruptionBudget').map((each) => ({
      each,
      labels: each.spec!.selector!.matchLabels,
    })),
    ...ofKind(manifests, 'Deployment').map((each) => ({ each, labels: each.spec!.selector.matchLabels })),
  ]
    .filter(({ labels }) => !workloads.some((workload) => isSelected(workload, labels)))
    .map(({ each }) => `${describe(each)} selects no pod`);
  return [...missing, ...empty].map((error) => `${of}: ${error}`);
}

interface Reference {
  readonly kind: string;
  readonly name: string;
}

function referencesOf({ volumes = [], containers, serviceAccountName }: IPodSpec): Reference[] {
  const named = (kind: string, name: string | undefined) => (name === undefined ? [] : [{ kind, name }]);
  return [
    ...named('ServiceAccount', serviceAccountName),
    ...volumes.flatMap(({ configMap, secret }) => [
      ...named('ConfigMap', configMap?.name),
      ...named('Secret', secret?.secretName),
    ]),
    ...containers.flatMap(({ envFrom = [] }) =>
      envFrom.flatMap(({ configMapRef }) => named('ConfigMap', configMapRef?.name)),
    ),
  ];
}

function isSelected({ spec }: Workload, wanted: Readonly<Record<string, string>> = {}): boolean {
  const labels = spec.template.metadata?.labels ?? {};
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

const describe = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;
