import type { IDeployment, IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IConfigMap, IPodTemplateSpec, ISecret, IService } from 'kubernetes-models/v1';
import type { Manifest } from './overlay.ts';

/** What is made of pods. */
export interface Workload extends Manifest {
  readonly spec: {
    readonly template: IPodTemplateSpec;
    readonly volumeClaimTemplates?: NonNullable<IStatefulSet['spec']>['volumeClaimTemplates'];
  };
}

interface Kinds {
  ConfigMap: IConfigMap & Manifest;
  Deployment: IDeployment & Workload;
  Job: IJob & Workload;
  PodDisruptionBudget: IPodDisruptionBudget & Manifest;
  Secret: ISecret & Manifest;
  Service: IService & Manifest;
  StatefulSet: IStatefulSet & Workload;
}

export function ofKind<Kind extends keyof Kinds>(manifests: readonly Manifest[], kind: Kind): Kinds[Kind][] {
  return manifests.filter((manifest): manifest is Kinds[Kind] => manifest.kind === kind);
}

/** @throws Error naming what is missing */
export function named<Object extends Manifest>(objects: readonly Object[], name: string): Object {
  const found = objects.find((each) => each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${name} in the manifests`);
  return found;
}
