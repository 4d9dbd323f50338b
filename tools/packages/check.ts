// `npm test -- packages`: what is published can be packed, published, installed and used with nothing of this repository
// beside it.
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Consumer } from './consumer.ts';
import { lintPackage } from './lint-package.ts';
import { startLocalRegistry } from './local-registry.ts';
import { runNpm } from './npm.ts';
import { stagePackages } from './stage.ts';

await using scratch = await mkdtempDisposable(join(tmpdir(), 'waybill-packages-'));
const errors: string[] = [];
const staged = stagePackages();
report(`${staged.length} packages staged in dist/packages`);

const folders = staged.map(({ folder }) => folder);
for (const folder of folders) errors.push(...(await lintPackage(await pack(folder))));
report('packed; publint and attw have read them');

await using registry = await startLocalRegistry();
await registry.publish(folders);
const consumer = new Consumer(scratch.path, registry.env);
await consumer.install(
  staged[0]!.version,
  staged.flatMap(({ optional }) => optional),
);
report('published, and installed in an empty folder');

errors.push(...(await consumer.typeErrors()), ...(await consumer.importErrors()));
report('every door type-checked and imported there');

for (const error of errors) console.error(error);
process.exitCode = errors.length > 0 ? 1 : 0;

async function pack(folder: string): Promise<string> {
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', scratch.path];
  const [packed] = Object.values(JSON.parse(await runNpm(args, { cwd: folder })) as Record<string, Packed>);
  return join(scratch.path, packed!.filename);
}

interface Packed {
  readonly filename: string;
}

function report(line: string): void {
  console.log(`  ${line.padEnd(60)} ${(performance.now() / 1000).toFixed(1)} s`);
}
