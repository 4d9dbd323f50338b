import { ofKind } from './objects.ts';
import type { Manifest } from './overlay.ts';

/** What the `restricted` profile of Pod Security refuses, as base/namespace.yaml has it enforced. */
export function podSecurityErrors(of: string, manifests: readonly Manifest[]): string[] {
  const workloads = [
    ...ofKind(manifests, 'Deployment'),
    ...ofKind(manifests, 'StatefulSet'),
    ...ofKind(manifests, 'Job'),
  ];
  return workloads.flatMap(({ kind, metadata, spec }) => {
    const { securityContext, containers, initContainers = [], volumes = [], ...pod } = spec.template.spec!;
    const all = [...initContainers, ...containers];
    const rules: [boolean, string][] = [
      [securityContext?.runAsNonRoot === true, 'runAsNonRoot: true'],
      [securityContext?.seccompProfile?.type === 'RuntimeDefault', 'the seccompProfile RuntimeDefault'],
      [
        all.every((each) => each.securityContext?.allowPrivilegeEscalation === false),
        'no privilege escalation',
      ],
      [
        all.every((each) => each.securityContext?.capabilities?.drop?.includes('ALL')),
        'all capabilities dropped',
      ],
      [volumes.every(({ hostPath }) => hostPath === undefined), 'no hostPath'],
      [!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, 'no namespace of the host'],
      [pod.automountServiceAccountToken === false, 'automountServiceAccountToken: false'],
    ];
    return rules
      .filter(([holds]) => !holds)
      .map(([, rule]) => `${of}: ${kind} ${metadata.name} has to have ${rule}`);
  });
}
