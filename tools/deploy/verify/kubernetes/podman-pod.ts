import { join } from 'node:path';
import type { IConfigMap, IPod, IVolume } from 'kubernetes-models/v1';
import type { Manifest } from '../../kubernetes/overlay.ts';
import { ofKind, type Workload } from '../../kubernetes/objects.ts';

/** A pod of a workload, with what it reads, for `podman kube play`. */
export interface PodmanPod {
  readonly pod: IPod;
  /** Folders that everybody may write into, made before it. */
  readonly scratch: readonly string[];
  readonly read: readonly IConfigMap[];
}

/**
 * podman plays pods, and Deployments of one pod; of the other kinds it takes no notice. So the pod is made here, as a
 * controller would, from the workload's template, with these differences:
 *
 * - A Secret is mounted as a ConfigMap, because podman 4.3 mounts it without decoding it.
 * - An emptyDir is a folder of the host: podman would make one volume for all pods, with what the image has in its place.
 * - Ports are not declared: podman would publish them on the host. The pods reach each other without.
 * - Probes are left to the test: podman would run curl in a container that has none.
 */
export function podmanPod(
  name: string,
  workload: Workload,
  { manifests, folder }: { manifests: readonly Manifest[]; folder: string },
): PodmanPod {
  const scratchOf = (volume: string) => join(folder, `${name}-${volume}`);
  const { metadata, spec } = workload.spec.template;
  const claimed = (workload.spec.volumeClaimTemplates ?? []).map(({ metadata }): IVolume => {
    const claim = metadata!.name!;
    return { name: claim, persistentVolumeClaim: { claimName: `${claim}-${name}` } };
  });
  // What is mounted over /dev/shm, podman's own is mounted over.
  const volumes = [...(spec!.volumes ?? []), ...claimed].filter(
    ({ emptyDir }) => emptyDir?.medium !== 'Memory',
  );
  const names = new Set(volumes.map((volume) => volume.name));
  return {
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: metadata?.labels },
      spec: {
        ...spec!,
        containers: spec!.containers.map(
          ({ startupProbe: _startup, readinessProbe: _ready, livenessProbe: _live, ...container }) => ({
            ...container,
            // Nothing can be pulled, and nothing must be: what is run is what was built.
            imagePullPolicy: 'Never',
            ports: [],
            volumeMounts: container.volumeMounts?.filter((mount) => names.has(mount.name)),
          }),
        ),
        volumes: volumes.map((volume) => podmanVolume(volume, scratchOf(volume.name))),
      },
    },
    scratch: volumes.filter(({ emptyDir }) => emptyDir).map((volume) => scratchOf(volume.name)),
    read: [...ofKind(manifests, 'ConfigMap'), ...secretsAsConfigMaps(manifests)],
  };
}

function podmanVolume({ name, emptyDir, secret, ...rest }: IVolume, scratch: string): IVolume {
  if (secret) return { name, configMap: { name: secretName(secret.secretName!) } };
  return emptyDir ? { name, hostPath: { path: scratch, type: 'Directory' } } : { name, ...rest };
}

function secretsAsConfigMaps(manifests: readonly Manifest[]): IConfigMap[] {
  return ofKind(manifests, 'Secret').map(({ metadata, data = {} }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: secretName(metadata.name) },
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    ),
  }));
}

const secretName = (name: string) => `secret-${name}`;
