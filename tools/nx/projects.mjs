// Tells Nx what every app and library can do, so that a package.json states only what differs. A service, which declares
// its port, is tagged by its name, and its Prisma client is generated if its schema asks for one.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const name = 'waybill-projects';

export const createNodesV2 = [
  '{apps,libs}/*/package.json',
  (files, _options, { workspaceRoot }) => files.map((file) => [file, nodeOf(file, workspaceRoot)]),
];

function nodeOf(file, workspaceRoot) {
  const root = dirname(file);
  const { exports, waybill } = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
  const service = waybill === undefined ? undefined : basename(root);
  const targets = {
    lint: {},
    typecheck: {},
    test: {},
    integration: {},
    ...((exports ?? waybill) && { build: {} }),
    ...(service &&
      generatesClient(join(workspaceRoot, 'prisma', service, 'schema.prisma')) && {
        generate: { command: `node tools/generate-client.mjs ${service}` },
      }),
  };
  return { projects: { [root]: { targets, ...(service && { tags: [`scope:${service}`, 'layer:app'] }) } } };
}

function generatesClient(schema) {
  return existsSync(schema) && /^generator client /m.test(readFileSync(schema, 'utf8'));
}
