import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { check, resolveConfig } from 'prettier';
import { collectTemplate } from './collect-template.ts';
import { renderWorkspace } from './render-workspace.ts';

const template = collectTemplate(new URL('../../../../../', import.meta.url));
const NOW = new Date('2026-12-01T10:00:00.000Z');
const slim = renderWorkspace(template, { name: 'my-shop' }, NOW);
const withShop = renderWorkspace(template, { name: 'my-shop', shop: true }, NOW);

interface Manifest {
  name: string;
  waybill?: object;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const manifestOf = (files: Record<string, string>) => JSON.parse(files['package.json']!) as Manifest;

describe('a workspace', () => {
  it('is formatted as its formatter wants it', async () => {
    const options = await resolveConfig('package.json');
    for (const [filepath, text] of Object.entries(slim)) {
      if (!/\.(json|md|mjs|ts)$/.test(filepath) || filepath === 'waybill.json') continue;
      expect([filepath, await check(text, { ...options, filepath })]).toEqual([filepath, true]);
    }
  });

  it('has this repository’s own settings, and exact versions of what it uses', () => {
    expect(slim['.swcrc']).toBe(readFileSync('.swcrc', 'utf8'));
    const { dependencies, devDependencies } = manifestOf(slim);
    const root = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    expect(dependencies['zod']).toBe(root.dependencies['zod']);
    expect(dependencies['@waybill/service']).toBe(template.version);
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d/);
  });

  it('has its packages raised together by nx migrate', () => {
    const { dependencies, devDependencies } = manifestOf(slim);
    const own = Object.keys({ ...dependencies, ...devDependencies }).filter((name) =>
      name.startsWith('@waybill/'),
    );
    const manifest = JSON.parse(readFileSync('libs/nx/package.json', 'utf8')) as {
      'nx-migrations': { packageGroup: string[] };
    };
    expect(own.sort()).toEqual(['@waybill/nx', ...manifest['nx-migrations'].packageGroup].sort());
  });

  it('names packages by its own scope', () => {
    expect(slim['libs/contracts/package.json']).toContain('"@my-shop/contracts"');
    const own = Object.values(withShop)
      .join('\n')
      .match(/@(waybill|my-shop)\/(contracts|order)\b/g);
    expect(new Set(own)).toEqual(new Set(['@my-shop/contracts', '@my-shop/order']));
  });

  it('has the shop only if that was asked for, and nothing that only this repository has', () => {
    expect(Object.keys(slim).filter((path) => path.startsWith('apps/'))).toEqual([]);
    expect(Object.keys(withShop)).toEqual(expect.arrayContaining(['apps/order/src/service.ts']));
    expect(
      Object.keys(withShop).filter((path) => /e2e|console|\/dist\/|generated|remove\.mjs/.test(path)),
    ).toEqual([]);
    expect(manifestOf(withShop).waybill).toEqual({
      commands: ['./tools/import/import.command.ts'],
      demo: './tools/shoppers/demo.ts',
    });
  });

  it.each(['My-Shop', 'waybill', ''])('cannot be called "%s"', (name) => {
    expect(() => renderWorkspace(template, { name }, NOW)).toThrow('--name: ');
  });
});
