// `npm test -- deploy`: builds the images, brings the platform up from them by deploy/compose.yaml, and has it serve orders,
// across a `down` and an `up`, and across a stop under load.
import { serviceNames } from '@waybill/stack';
import { run } from '../../../libs/cli/bootstrap/run.mjs';
import { ContainerEngine } from '../containers/container-engine.ts';
import { makeBases } from '../bases/bases.ts';
import { buildImage, DOCKERFILE } from '../images.ts';
import { requireHardened } from './hardened.ts';
import { Orders } from './orders.ts';
import { Platform } from './platform.ts';
import { report } from './report.ts';
import { stopUnderLoad } from './stop-under-load.ts';

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

await using platform = await Platform.make(engine, { version: VERSION, bases });
await platform.up();
for (const service of serviceNames)
  report(`${service} ready ${await platform.secondsToReady(service)} s after its start`);

await requireHardened(platform, serviceNames);
report('services run as a user, on a read-only root file system, without a shell; the health check passes');

const orders = new Orders(platform);
await orders.stock();
const first = await orders.place();
await orders.countedUp(await orders.settled([first]));
report('an order was served end to end');

await platform.down();
await platform.up();
await orders.settled([first]);
report('down and up: the order is there');

const accepted = await stopUnderLoad(platform, orders);
report(`order stopped with status 0 under load: each of ${accepted} accepted orders was settled`);

async function sizeOf(tag: string): Promise<string> {
  const bytes = async (image: string) =>
    Number(await engine.run('podman', ['image', 'inspect', '--format', '{{.Size}}', image]));
  return `${(((await bytes(tag)) - (await bytes(bases.runtime))) / 1e6).toFixed(0)} MB`;
}
