import { readJson, type Tree } from '@nx/devkit';
import ts from 'typescript';
import { readServices } from './ports.ts';
import { nearest, Refusal } from './refusal.ts';
import { serviceFile } from './service-file.ts';
import { findCall, parse } from './source-text.ts';

/** A service of the workspace, to which something is added. */
export interface ExistingService {
  readonly name: string;
  /** `apps/order` */
  readonly folder: string;
  readonly packageName: string;
  readonly contractsPackage: string;
  /** The constant that its service file exports: `order`. */
  readonly variable: string;
  /** How it reaches its database. */
  readonly client: 'prisma' | 'pg' | 'none';
}

/**
 * @param option by which it was named
 * @throws Refusal there is no such service, or its file is not as `defineService` has it
 */
export function requireService(tree: Tree, option: string, name: string): ExistingService {
  requireServiceName(tree, option, name);
  const file = serviceFile(name);
  const text = tree.read(file, 'utf8') ?? '';
  const variable = definedVariable(file, text);
  if (variable === undefined) {
    throw new Refusal(option, `${file} exports no defineService({ … })`, 'Add by hand what you want there.');
  }
  const folder = `apps/${name}`;
  return {
    name,
    folder,
    packageName: readJson<{ name: string }>(tree, `${folder}/package.json`).name,
    contractsPackage: readJson<{ name: string }>(tree, 'libs/contracts/package.json').name,
    variable,
    client: /\bprisma\(/.test(text) ? 'prisma' : /\bpg\(/.test(text) ? 'pg' : 'none',
  };
}

/** @throws Refusal there is no such service */
export function requireServiceName(tree: Tree, option: string, name: string): void {
  const services = readServices(tree).map((service) => service.name);
  if (services.includes(name)) return;
  const near = nearest(name, services);
  throw new Refusal(
    option,
    `there is no service "${name}"`,
    `${near ? `Did you mean ${near}? ` : ''}Services are ${services.join(', ')}.`,
  );
}

/** @throws Refusal it has none, and so no messages, no schedules and no tables */
export function requireDatabase({ name, client }: ExistingService, option: string): void {
  if (client !== 'none') return;
  throw new Refusal(
    option,
    `${name} has no database, where inbox, outbox and schedules are`,
    `Give it one in ${serviceFile(name)}: database: pg().`,
  );
}

function definedVariable(file: string, text: string): string | undefined {
  return parse(file, text)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => findCall(declaration, 'defineService'))
    ?.name.getText();
}
