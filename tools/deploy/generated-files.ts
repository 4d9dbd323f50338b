import { generatedFiles as observability } from '../alerts/generated-files.ts';
import type { GeneratedFile } from '@waybill/cli';
import type { DeployedService } from './deployed-service.ts';

/** What is deployed: which services there are is said once, in their package.json. */
export const generatedFiles: readonly GeneratedFile[] = [
  file('compose.yaml', async () => (await import('./compose/platform.ts')).renderPlatform),
  file('compose.cluster.yaml', async () => (await import('./compose/cluster.ts')).renderCluster),
  file('compose.replicas.yaml', async () => (await import('./compose/replicas.ts')).renderReplicas),
  file(
    'compose.observability.yaml',
    async () => (await import('./compose/observability.ts')).renderObservability,
  ),
  ...observability,
];

type Render = (services: readonly DeployedService[]) => string;

function file(name: string, load: () => Promise<Render>): GeneratedFile {
  return {
    path: `deploy/${name}`,
    render: async () => {
      const [{ serviceNames, serviceOf }, render] = await Promise.all([import('@waybill/stack'), load()]);
      return render(serviceNames.map(serviceOf));
    },
  };
}
