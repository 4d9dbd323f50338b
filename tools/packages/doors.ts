import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Door, PublishedPackage } from './published.ts';

/** `./src/index.ts` for a door of either kind; a door without source stands for itself. */
export function sourceOf(door: Door): string {
  return typeof door === 'string' ? door : door['@waybill/source'];
}

/** Where the build leaves it: `./dist/index.js` for `./src/index.ts`. Whatever is not TypeScript stays where it is. */
export function builtAs(path: string): string {
  return path.replace(/^(\.\/)?src\/(.*)\.ts$/, '$1dist/$2.js');
}

const MODULE = /\.(ts|mjs)$/;

/** The modules of a package that others import, or Nx, or a process that it starts; from the workspace's top folder. */
export interface Doors {
  /** What the package is for: its main door and all that is not a door. */
  readonly main: readonly string[];
  /** The doors that only some users import. */
  readonly further: readonly string[];
}

export function doorsOf({ folder, manifest }: PublishedPackage): Doors {
  const doors = Object.entries(manifest.exports ?? {}).map(
    ([name, door]) => [name, join(folder, sourceOf(door))] as const,
  );
  const modules = doors.filter(([, path]) => MODULE.test(path));
  return {
    main: [
      ...modules.filter(([name]) => name === '.').map(([, path]) => path),
      ...(manifest.waybill === undefined
        ? []
        : [join(folder, 'src/main.ts'), join(folder, 'src/service.ts')]),
      ...startedPrograms(folder),
      ...namedByJson(folder, manifest.files ?? []),
    ],
    further: modules.filter(([name]) => name !== '.').map(([, path]) => path),
  };
}

/** `new URL('./migrate.main.js', import.meta.url)` */
const PROGRAM = /new URL\('(\.[^']+)\.js', import\.meta\.url\)/g;

function startedPrograms(folder: string): string[] {
  return globSync(`${folder}/src/**/*.ts`)
    .filter((file) => !file.endsWith('.spec.ts'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(PROGRAM)].map(([, path]) => join(dirname(file), `${path}.ts`)),
    );
}

/** Generators and migrations: `"factory": "./src/generators/service/generator.ts#serviceGenerator"`. */
function namedByJson(folder: string, files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith('.json') && existsSync(join(folder, file)))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/"\.\/(src\/[^"#]+\.ts)[#"]/g)])
    .map(([, path]) => join(folder, path!));
}
