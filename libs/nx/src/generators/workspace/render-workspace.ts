import { KEBAB } from '../naming.ts';
import { Refusal } from '../refusal.ts';
import { agentsText } from './files/agents.ts';
import { contractsManifest } from './files/contracts.ts';
import { entryText } from './files/entry.ts';
import { workspaceManifest } from './files/manifest.ts';
import { readmeText } from './files/readme.ts';
import { nxText, tsconfigText, ESLINT, JEST } from './files/settings.ts';
import type { Template } from './template.ts';

/** As schema.json describes them. */
export interface WorkspaceOptions {
  readonly name: string;
  readonly shop?: boolean;
}

/**
 * The files of a workspace without services, path to text, formatted. It imports nothing that has to be installed:
 * `npm create waybill` calls it in an empty folder.
 *
 * @throws Refusal the name will not do
 */
export function renderWorkspace(
  template: Template,
  { name, shop = false }: WorkspaceOptions,
  now: Date,
): Record<string, string> {
  requireWorkspaceName(name);
  const run = {
    generator: 'workspace',
    options: { name, shop },
    version: template.version,
    at: now.toISOString(),
  };
  const files = {
    ...template.files,
    ...(shop ? inScope(name, template.shop.files) : contractsFiles(name)),
    'AGENTS.md': agentsText(),
    'README.md': readmeText(name, shop),
    'eslint.config.mjs': ESLINT,
    'jest.config.mjs': JEST,
    'nx.json': nxText(),
    'package.json': json(workspaceManifest(template, name, shop)),
    'tools/waybill.mjs': entryText(),
    'tsconfig.json': tsconfigText(template.compilerOptions),
    'waybill.json': json({ runs: [run] }),
  };
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws Refusal it cannot name packages */
export function requireWorkspaceName(name: string): void {
  const refuse = (reason: string, fix: string): never => {
    throw new Refusal('name', reason, fix);
  };
  if (!KEBAB.test(name)) refuse(`"${name}" is not in lower-case kebab case`, 'Write it as in my-shop.');
  if (name === 'waybill') {
    refuse('@waybill is the scope of the packages that the workspace runs on', 'Choose another name.');
  }
}

/** Until there is a service, there is no event. */
function contractsFiles(name: string): Record<string, string> {
  return {
    'libs/contracts/package.json': json(contractsManifest(name)),
    'libs/contracts/src/index.ts': '// Every version of every event: a file of its own, exported here.\n',
  };
}

const SHOP_PACKAGES = /@waybill\/(contracts|order|payment|recommendation|analytics)\b/g;

/** The shop's own packages belong to the workspace. */
function inScope(name: string, files: Template['files']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replace(SHOP_PACKAGES, `@${name}/$1`)]),
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
