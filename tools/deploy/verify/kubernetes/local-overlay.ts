import { serviceNames } from '@waybill/stack';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Bases } from '../../bases/bases.ts';
import { buildOverlay, copyOfOverlays, type Manifest } from '../../kubernetes/overlay.ts';

/** deploy/kubernetes/overlays/local, with secrets of its own, and the images that this machine has built. */
export interface LocalOverlay {
  readonly manifests: readonly Manifest[];
  /** What is in a file of its secrets. */
  secret(file: string): Promise<string>;
}

export async function localOverlay(
  folder: string,
  { version, bases }: { version: string; bases: Bases },
): Promise<LocalOverlay> {
  const copy = await copyOfOverlays(folder);
  const built = join(copy, 'overlays/built');
  await mkdir(built);
  await writeFile(
    join(built, 'kustomization.yaml'),
    stringify({
      resources: ['../local'],
      images: [
        image('docker.io/library/nats', bases.nats),
        image('docker.io/library/postgres', bases.postgres),
        ...['migrations', ...serviceNames].map((name) => ({
          ...{ name: `localhost/waybill/${name}`, newTag: version },
        })),
      ],
    }),
  );
  return {
    manifests: await buildOverlay(built),
    secret: async (file) => (await readFile(join(copy, 'overlays/local/secrets', file), 'utf8')).trim(),
  };
}

function image(name: string, tag: string) {
  const [newName, newTag] = tag.split(':');
  return { name, newName, newTag };
}
