import type { IJob } from 'kubernetes-models/batch/v1';
import { migrationSecrets } from '../compose/platform.ts';
import type { DeployedService } from '../deployed-service.ts';
import { imageOf } from './deployment.ts';
import { policy, to } from './network-policy.ts';
import { renderManifests } from './render-manifests.ts';
import { secretFiles } from './secret-files.ts';

const NAME = 'migrations';

const COMMENT = `
Brings the databases up before the services of its version. The annotations are for Argo CD, which runs it in each sync
before the Deployments, and waits for it; kubectl does not wait, and the new pods do: they refuse to start until it is done.`;

/** For Argo CD: an earlier one is deleted first, since a Job cannot be changed. */
const BEFORE_THE_SERVICES = {
  'argocd.argoproj.io/hook': 'Sync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  'argocd.argoproj.io/sync-wave': '-1',
};

export function renderMigrations(services: readonly DeployedService[]): string {
  const labels = { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/part-of': 'waybill' };
  const databases = services.filter(({ database }) => database);
  const { env, volumeMounts, volumes } = secretFiles(NAME, migrationSecrets(databases));
  const job: IJob = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: NAME, labels, annotations: BEFORE_THE_SERVICES },
    spec: {
      // It waits two minutes for a database that is away.
      backoffLimit: 5,
      ttlSecondsAfterFinished: 3600,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'OnFailure',
          containers: [
            {
              name: NAME,
              image: imageOf(NAME),
              env,
              volumeMounts,
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
            },
          ],
          volumes,
        },
      },
    },
  };
  return renderManifests(COMMENT, [job, policy(NAME, { ingress: [], egress: [to('postgres', 5432)] })]);
}
