import { formatFiles, writeJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { exportContract } from '../contracts.ts';
import { afterwards } from '../derived-files.ts';
import { addToLock } from '../package-lock.ts';
import { commandText } from './files/command.ts';
import { contractText } from './files/contract.ts';
import { controllerText, plainControllerText } from './files/controller.ts';
import { domainText, domainTestText } from './files/domain.ts';
import { handlerText } from './files/handler.ts';
import { integrationTestText } from './files/integration-test.ts';
import { projectionText, recordStatementText } from './files/projection.ts';
import { mainText, serviceText, subscriptionsText } from './files/service.ts';
import { migrationText, schemaText } from './files/tables.ts';
import type { ServiceOptions } from './options.ts';
import { planService, type ServicePlan } from './plan.ts';

const VERSION = '0.1.0';

/** Makes a service. What needs it built (snapshots, message map, AsyncAPI) is written after the files are. */
export const serviceGenerator = recorded('service', makeService);

async function makeService(tree: Tree, options: ServiceOptions, now: Date): Promise<GeneratorCallback> {
  const plan = planService(tree, options);
  writeContracts(tree, plan, now);
  writePackage(tree, plan);
  writeSources(plan, (file, text) => tree.write(`${plan.folder}/src/${file}`, text));
  writeTables(tree, plan, now);
  await formatFiles(tree);
  return afterwards(tree, plan, notes(plan));
}

function writeContracts(tree: Tree, { emitted }: ServicePlan, now: Date): void {
  for (const event of emitted) {
    tree.write(event.file, contractText(event, now));
    exportContract(tree, event.exportName, event.file);
  }
}

function writePackage(tree: Tree, { folder, packageName: name, port, client }: ServicePlan): void {
  writeJson(tree, `${folder}/package.json`, {
    name,
    version: VERSION,
    private: true,
    type: 'module',
    waybill: { port, ...(client === 'none' && { database: false }) },
    exports: { '.': { '@waybill/source': './src/service.ts', default: './dist/service.js' } },
  });
  addToLock(tree, folder, name, VERSION);
}

function writeSources(plan: ServicePlan, write: (file: string, text: string) => void): void {
  const { name, projections, handlers, command, http, client } = plan;
  write('main.ts', mainText(plan));
  write('service.ts', serviceText(plan));
  if (handlers.length > 0) write('subscriptions.ts', subscriptionsText(plan));
  for (const handler of handlers) write(`application/${handler.file}.handler.ts`, handlerText(plan, handler));
  if (command) write(`application/${command.file}.use-case.ts`, commandText(plan, command));
  for (const projection of projections) {
    const { file } = projection;
    write(`domain/${file}.ts`, domainText(projection));
    write(`domain/${file}.unit.spec.ts`, domainTestText(projection));
    write(`persistence/${file}-projection.ts`, projectionText(plan, projection));
    if (client === 'pg') write(`persistence/record-${file}.sql.ts`, recordStatementText(projection));
    if (http) write(`http/${file}.controller.ts`, controllerText(plan, projection));
  }
  if (client === 'none') write(`http/${name}.controller.ts`, plainControllerText(plan));
  write(`${name}.int.spec.ts`, integrationTestText(plan));
}

function writeTables(tree: Tree, plan: ServicePlan, now: Date): void {
  const { name, client, projections } = plan;
  if (client === 'none') return;
  const folder = `prisma/${name}`;
  tree.write(`${folder}/schema.prisma`, schemaText(plan));
  if (projections.length === 0) return;
  const migration = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${name.replaceAll('-', '_')}`;
  tree.write(`${folder}/migrations/${migration}/migration.sql`, migrationText(plan));
}

function notes({ name, port, packageName, emitted, handlers, command }: ServicePlan): string[] {
  const published = [...handlers, command].map((each) => each?.publishes);
  const silent = emitted.filter((event) => !published.includes(event)).map(({ type }) => type);
  return [
    ...(silent.length > 0
      ? [
          `Declared, and published by nothing yet: ${silent.join(', ')}. outbox.publish(tx, …) does it, in a handler.`,
        ]
      : []),
    `${name} is made. npm start runs it on port ${port}; npx nx run-many -t test integration lint -p ${packageName} tests it.`,
  ];
}
