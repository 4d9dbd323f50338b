// `npm run images [-- <service>…]`: builds the image of every service, and of the migrations, with the machine's docker,
// podman or buildah; `--push` pushes them with their attestations, which takes docker. WAYBILL_REGISTRY and WAYBILL_VERSION name them, as in deploy/compose.yaml.
import { serviceNames } from '@waybill/stack';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { run } from '../../libs/cli/bootstrap/run.mjs';
import { buildImage, DOCKERFILE } from './images.ts';

const { values, positionals: wanted } = parseArgs({
  options: { push: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { push } = values;

/** What is in the image, and what it was built from and by. */
const ATTESTED = ['--push', '--sbom=true', '--provenance=mode=max'];
/** With BuildKit, docker finds the file of what it ignores by its name. */
const IGNORE = ['--ignorefile', `${DOCKERFILE}.dockerignore`];
const BUILDERS = [
  { program: 'docker', args: push ? ['buildx', 'build', ...ATTESTED] : ['buildx', 'build', '--load'] },
  ...(push
    ? []
    : [
        { program: 'podman', args: ['build', '--format', 'docker', ...IGNORE] },
        { program: 'buildah', args: ['bud', '--layers', '--format', 'docker', ...IGNORE] },
      ]),
];

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const registry = process.env['WAYBILL_REGISTRY'] || 'localhost/waybill';
const all = ['migrations', ...serviceNames];
const unknown = wanted.find((name) => !all.includes(name));
if (unknown !== undefined)
  throw new TypeError(`there is no image of ${unknown}: there are ${all.join(', ')}`);

const { program, args } = await findBuilder();
for (const name of wanted.length > 0 ? wanted : all) {
  const tag = `${registry}/${name}:${process.env['WAYBILL_VERSION'] || version}`;
  const build = async (options: readonly string[]) => {
    const { status } = await run(program, [...args, ...options], { stdout: 'inherit', stderr: 'inherit' });
    if (status !== 0) throw new Error(`${program} could not build ${tag}`);
  };
  await buildImage(build, { name, tag, version });
}

async function findBuilder(): Promise<(typeof BUILDERS)[number]> {
  for (const builder of BUILDERS) {
    const found = await run(builder.program, ['--version']).catch(() => undefined);
    if (found?.status === 0) return builder;
  }
  throw new Error(
    `none of ${BUILDERS.map(({ program }) => program).join(', ')} is on the PATH: install one of them`,
  );
}
