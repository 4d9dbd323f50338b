import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { IResourceRequirements } from 'kubernetes-models/v1';

/**
 * What deploy/ uses of CloudNativePG's Cluster, written by hand after release 1.29, not generated from its CustomResourceDefinition. There is no package with its
 * types: add here what you use.
 */
export interface ICluster {
  apiVersion: 'postgresql.cnpg.io/v1';
  kind: 'Cluster';
  metadata: IObjectMeta;
  spec: {
    instances: number;
    imageName: string;
    enableSuperuserAccess?: boolean;
    superuserSecret?: { name: string };
    inheritedMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    storage: { size: string; storageClass?: string };
    walStorage?: { size: string; storageClass?: string };
    postgresql?: {
      parameters?: Record<string, string>;
      synchronous?: {
        method: 'any' | 'first';
        number: number;
        dataDurability?: 'required' | 'preferred';
      };
    };
    affinity?: {
      topologyKey?: string;
      podAntiAffinityType?: 'preferred' | 'required';
    };
    resources?: IResourceRequirements;
  };
}
