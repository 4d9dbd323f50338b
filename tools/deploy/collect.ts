// `node tools/deploy/collect.ts <service>|migrations <folder>`: what one image runs on, and nothing else. In the build
// stage of deploy/docker/Dockerfile, after the build.
import { nodeFileTrace } from '@vercel/nft';
import { serviceOf, workspaceRoot } from '@waybill/stack';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { existsSync, globSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a program reads besides the modules that it imports. All paths are relative to the workspace's top folder. */
interface Program {
  readonly main: string;
  readonly reads: readonly string[];
}

/** Packages that have data beside their modules: the files of /docs, and the engine of the migrations. */
const WITH_DATA = ['node_modules/swagger-ui-dist', 'node_modules/@prisma/schema-engine-wasm'];

const [name = '', out = ''] = process.argv.slice(2);
if (!name || !out) throw new TypeError('usage: collect.ts <service>|migrations <folder>');
await collect(name === 'migrations' ? migrations() : service(name), out);

/** Its newest migration tells a service what its database must have. */
function service(name: string): Program {
  const { main, prisma } = serviceOf(name);
  return {
    main: relative(workspaceRoot(), main),
    reads: existsSync(join(prisma, 'migrations'))
      ? [relative(workspaceRoot(), join(prisma, 'migrations'))]
      : [],
  };
}

/** The stack finds the services by their declarations. */
function migrations(): Program {
  return {
    main: 'libs/stack/dist/migrations/migrate.main.js',
    reads: [
      'nx.json',
      'package.json',
      ...globSync('apps/*/package.json'),
      ...globSync('prisma/*/migrations'),
    ],
  };
}

async function collect({ main, reads }: Program, out: string): Promise<void> {
  const { fileList, warnings } = await nodeFileTrace([main], { base: workspaceRoot() });
  for (const { message } of warnings) if (isOfOurs(message)) throw new Error(message);
  const traced = [...fileList];
  const projects = new Set(traced.flatMap((file) => /^(?:apps|libs)\/[^/]+/.exec(file) ?? []));
  const data = await Promise.all([...projects].map(dataOf));
  const whole = WITH_DATA.filter((folder) => traced.some((file) => file.startsWith(`${folder}/`)));
  const maps = traced
    .map((file) => `${file}.map`)
    .filter((map) => !map.includes('node_modules') && existsSync(map));
  for (const file of [...traced, ...maps, ...reads, ...whole, ...data.flat(), 'LICENSE']) {
    await cp(file, join(out, file), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
  }
  await cp('deploy/docker/health.js', join(out, 'health.js'));
  await writeFile(join(out, 'main.js'), `import './${main}';\n`);
}

/** Maps of other packages are for their authors. */
function isNeeded(path: string): boolean {
  return !(path.includes('node_modules/') && path.endsWith('.map'));
}

/** What a project's package.json names besides its modules: files that it reads, and the page that it serves. */
async function dataOf(project: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    files?: string[];
    nx?: { implicitDependencies?: string[] };
  };
  const files = (manifest.files ?? []).filter((file) => file !== 'dist').map((file) => join(project, file));
  const pages = (manifest.nx?.implicitDependencies ?? []).map(
    (name) => `apps/${name.replace(/^.*\//, '')}/dist`,
  );
  return [...files, ...pages].filter((path) => existsSync(path));
}

/** Packages name many that are optional; a module of ours that is not found is an image that does not start. */
function isOfOurs(message: string): boolean {
  return /(?:apps|libs)\/[^/]+\/dist\//.test(message) && !message.includes('node_modules');
}
