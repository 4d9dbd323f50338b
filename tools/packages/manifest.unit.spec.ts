import { describe, expect, it } from '@jest/globals';
import { publishedManifest } from './manifest.ts';
import type { SourceManifest } from './published.ts';

const requirements = { dependencies: { uuid: '14.0.3' }, peerDependencies: {}, peerDependenciesMeta: {} };
const facts = { version: '2.0.0', license: 'MIT', engines: { node: '>=24' } };

function published(manifest: Partial<SourceManifest>): Record<string, unknown> {
  const source = { name: '@waybill/example', version: '1.0.0', ...manifest };
  return publishedManifest(
    { name: source.name, shortName: 'example', folder: 'libs/example', manifest: source },
    facts,
    requirements,
  );
}

describe('the package.json that is published', () => {
  it('opens the doors of the build, with their types first, and never those of the sources', () => {
    const { exports } = published({
      exports: {
        '.': { '@waybill/source': './src/index.ts', default: './dist/index.js' },
        './plugin': './src/plugin.ts',
        './task': './tasks/task.mjs',
      },
    });
    expect(JSON.stringify(exports)).toBe(
      JSON.stringify({
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './plugin': { types: './dist/plugin.d.ts', default: './dist/plugin.js' },
        './task': { types: './tasks/task.d.mts', default: './tasks/task.mjs' },
        './package.json': './package.json',
      }),
    );
  });

  it('has the version of the release, what is required, and nothing that only this workspace reads', () => {
    expect(published({ nx: { tags: ['scope:shared'] }, waybill: { port: 3000 }, files: ['dist'] })).toEqual({
      name: '@waybill/example',
      ...facts,
      waybill: { port: 3000 },
      exports: { './package.json': './package.json' },
      files: ['dist'],
      ...requirements,
      publishConfig: { access: 'public' },
    });
  });
});
