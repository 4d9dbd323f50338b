// `npm test -- deploy`: builds the images, and brings the platform up from them: by deploy/compose.yaml, and by
// deploy/kubernetes/overlays/local.
import { serviceNames } from '@waybill/stack';
import { run } from '../../../libs/cli/bootstrap/run.mjs';
import { ContainerEngine } from '../containers/container-engine.ts';
import { makeBases } from '../bases/bases.ts';
import { buildImage, DOCKERFILE } from '../images.ts';
import { verifyCompose } from './compose.ts';
import { verifyKubernetes } from './kubernetes/verify.ts';
import { report } from './report.ts';

const VERSION = '0.0.0-test';
/** Packages that this machine has fetched are not fetched again. */
const { output: npmCache } = await run('npm', ['config', 'get', 'cache']);

await using engine = await ContainerEngine.make();
const bases = await makeBases(engine);
report('bases made');
for (const name of ['migrations', ...serviceNames]) {
  const tag = `localhost/waybill/${name}:${VERSION}`;
  const build = ['bud', '--layers', '--format', 'docker', '--ignorefile', `${DOCKERFILE}.dockerignore`];
  const cached = ['--volume', `${npmCache.trim()}:/root/.npm`];
  await buildImage((args) => engine.run('buildah', [...build, ...cached, ...args]), {
    ...{ name, tag, version: VERSION, buildImage: bases.build, runtimeImage: bases.runtime },
  });
  report(`${name}: ${await sizeOf(tag)} above its base`);
}

await verifyCompose(engine, { version: VERSION, bases });
await verifyKubernetes(engine, { version: VERSION, bases });

async function sizeOf(tag: string): Promise<string> {
  const bytes = async (image: string) =>
    Number(await engine.run('podman', ['image', 'inspect', '--format', '{{.Size}}', image]));
  return `${(((await bytes(tag)) - (await bytes(bases.runtime))) / 1e6).toFixed(0)} MB`;
}
