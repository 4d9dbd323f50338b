// Between projects: which may import which, by the two tags that each project has. No rule would apply to a project
// without a known tag, so a check proves that every one has exactly one of each.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The apps whose package.json declares a service. ESLint runs at the workspace's top folder. */
const services = globSync('apps/*/package.json')
  .filter((file) => 'waybill' in read(file))
  .map((file) => basename(dirname(file)));

/** How the workspace's services import its contracts. */
export const contractsPackage = existsSync('libs/contracts/package.json')
  ? read('libs/contracts/package.json').name
  : '@waybill/contracts';

/** What a project belongs to: a service, or what all share. */
export const SCOPES = {
  ...Object.fromEntries(services.map((name) => [`scope:${name}`, [`scope:${name}`, 'scope:shared']])),
  'scope:shared': ['scope:shared'],
  'scope:stack': ['scope:stack', 'scope:shared'],
  'scope:e2e': ['scope:e2e', 'scope:stack', 'scope:shared'],
  'scope:tools': ['*'],
};

/** What a project is. No layer but the tools may import an app: apps meet in the contracts. */
export const LAYERS = {
  'layer:app': ['layer:library', 'layer:contract'],
  'layer:contract': ['layer:library'],
  'layer:library': ['layer:library'],
  'layer:test': ['layer:library', 'layer:contract'],
  'layer:tool': ['layer:tool', 'layer:library', 'layer:contract', 'layer:app'],
};

const constraints = (tags) =>
  Object.entries(tags).map(([sourceTag, onlyDependOnLibsWithTags]) => ({
    sourceTag,
    onlyDependOnLibsWithTags,
  }));

export const depConstraints = [
  ...constraints({ ...SCOPES, ...LAYERS }),
  { sourceTag: 'layer:contract', allowedExternalImports: ['zod', '@waybill/messaging/contract'] },
];

/** Tests also start real servers, which the stack has. */
export const testConstraints = constraints({
  ...Object.fromEntries(Object.entries(SCOPES).map(([scope, may]) => [scope, [...may, 'scope:stack']])),
  ...LAYERS,
});
