import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { run } from '../../libs/cli/bootstrap/run.mjs';

export interface ImageOptions {
  /** `order`, or `migrations`. */
  readonly name: string;
  /** `localhost/waybill/order:0.1.0` */
  readonly tag: string;
  readonly version: string;
  /** Instead of those that the Dockerfile names. */
  readonly buildImage?: string;
  readonly runtimeImage?: string;
}

export const DOCKERFILE = 'deploy/docker/Dockerfile';

/** Runs a builder with these arguments. */
export type Builder = (args: readonly string[]) => Promise<unknown>;

/**
 * Builds an image by deploy/docker/Dockerfile. The packages come from the registry that npm uses on this machine, by the
 * certificates that Node trusts here: both are secrets of the build, so that the image does not say them.
 *
 * @param build `docker build`, `buildah bud` or `podman build`
 */
export async function buildImage(build: Builder, options: ImageOptions): Promise<void> {
  const { name, tag, version, buildImage, runtimeImage } = options;
  await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-image-'));
  const [npmrc, certificates] = [join(folder.path, 'npmrc'), join(folder.path, 'ca.pem')];
  const registry = await output('npm', ['config', 'get', 'registry']);
  await writeFile(npmrc, `registry=${registry}\ncafile=/run/secrets/ca\n`);
  // With those of NODE_EXTRA_CA_CERTS, which a proxy may need.
  await writeFile(certificates, getCACertificates('default').join('\n'));
  const values = {
    VERSION: version,
    REVISION: await output('git', ['rev-parse', 'HEAD']).catch(() => 'unknown'), // no repository: an unpacked archive
    ...(name !== 'migrations' && { SERVICE: name }),
    ...(buildImage && { BUILD_IMAGE: buildImage }),
    ...(runtimeImage && { RUNTIME_IMAGE: runtimeImage }),
  };
  await build([
    ...['--file', DOCKERFILE],
    ...['--target', name === 'migrations' ? 'migrations' : 'service'],
    ...['--secret', `id=npmrc,src=${npmrc}`, '--secret', `id=ca,src=${certificates}`],
    ...Object.entries(values).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...['--tag', tag, '.'],
  ]);
}

async function output(program: string, args: string[]): Promise<string> {
  const { status, output } = await run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${output}`);
  return output.trim();
}
