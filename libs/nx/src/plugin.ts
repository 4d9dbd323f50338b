// Tells Nx what every project can do, so that a package.json states only what differs. A service, which declares its
// port, is tagged by its name, and its Prisma client is generated if its schema asks for one.
import type { CreateNodesResultV2, CreateNodesV2 } from '@nx/devkit';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { generatesClient } from '../tasks/generates-client.mjs';
import { buildTarget, checkTargets, generateTarget, namedInputs, serviceTargets } from './targets.ts';

export const name = '@waybill/nx';

export const createNodesV2: CreateNodesV2 = [
  '{{apps,libs}/*/package.json,{tools,bench}/project.json}',
  (files, _options, { workspaceRoot }): CreateNodesResultV2 =>
    files.map((file) => [file, { projects: { [dirname(file)]: projectOf(file, workspaceRoot) } }]),
];

interface Manifest {
  exports?: unknown;
  waybill?: unknown;
}

function projectOf(file: string, workspaceRoot: string) {
  const root = dirname(file);
  const { exports, waybill } = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8')) as Manifest;
  const service = waybill === undefined ? undefined : basename(root);
  return {
    namedInputs,
    targets: {
      ...checkTargets,
      ...(service && serviceTargets(service)),
      ...((exports ?? waybill) !== undefined && { build: buildTarget }),
      ...(service && generatesClient(workspaceRoot, service) && { generate: generateTarget(service) }),
    },
    ...(service && { tags: [`scope:${service}`, 'layer:app'] }),
  };
}
