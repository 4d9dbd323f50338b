import type { UsedSecret } from '../compose/service.ts';

const FOLDER = '/run/secrets';

/** A Secret as files of a container, and the variables that say where they are. Nothing of it is in the environment. */
export function secretFiles(name: string, used: readonly UsedSecret[]) {
  if (used.length === 0) return { env: [], volumeMounts: [], volumes: [] };
  return {
    env: used.map(({ variable, secret }) => ({ name: `${variable}_FILE`, value: `${FOLDER}/${secret}` })),
    volumeMounts: [{ name: 'secrets', mountPath: FOLDER, readOnly: true }],
    volumes: [{ name: 'secrets', secret: { secretName: name } }],
  };
}
