import type { Requirements } from './requirements.ts';
import { builtAs, sourceOf } from './doors.ts';
import type { Door, PublishedPackage } from './published.ts';

/** The package.json that is published: that of the sources, with the doors of the build and what it requires. */
export function publishedManifest(
  { manifest }: PublishedPackage,
  { version, license, engines }: { version: string; license: string; engines: object },
  requirements: Requirements,
): Record<string, unknown> {
  const { nx: _, exports = {}, files = [], ...others } = manifest;
  return {
    ...others,
    version,
    license,
    engines: others.engines ?? engines, // one that runs before the workspace’s Node is there says so
    exports: {
      ...Object.fromEntries(Object.entries(exports).map(([name, door]) => [name, builtDoor(door)])),
      './package.json': './package.json',
    },
    files,
    ...requirements,
    publishConfig: { access: 'public' },
  };
}

/** Types first: conditions are tried in order. */
function builtDoor(door: Door): unknown {
  const path = builtAs(sourceOf(door));
  if (path.endsWith('.json')) return path;
  return { types: path.replace(/\.(m?)js$/, '.d.$1ts'), default: path };
}
