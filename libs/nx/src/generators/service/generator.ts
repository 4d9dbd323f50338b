import { formatFiles, writeJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { exportContract } from '../contracts.ts';
import { afterwards } from '../derived-files.ts';
import { addToLock } from '../package-lock.ts';
import { controllerText } from './files/controller.ts';
import { contractText } from './files/contract.ts';
import { domainText, domainTestText } from './files/domain.ts';
import { handlerText } from './files/handler.ts';
import { integrationTestText } from './files/integration-test.ts';
import { projectionText, recordStatementText } from './files/projection.ts';
import { mainText, serviceText, subscriptionsText } from './files/service.ts';
import { migrationText, schemaText } from './files/tables.ts';
import type { ServiceOptions } from './options.ts';
import { planService, type ServicePlan } from './plan.ts';

/** Makes a service. What needs it built (snapshots, message map, AsyncAPI) is written after the files are. */
export async function serviceGenerator(tree: Tree, options: ServiceOptions): Promise<GeneratorCallback> {
  const plan = planService(tree, options);
  writeContracts(tree, plan);
  writeApp(tree, plan);
  writeTables(tree, plan, new Date());
  addToLock(tree, plan.folder, plan.packageName, '0.1.0');
  await formatFiles(tree);
  return afterwards(tree, plan, [
    `${plan.name} is made. npm start shows it on port ${plan.port}; npx nx run-many -t test integration lint -p ${plan.packageName} tests it.`,
  ]);
}

function writeContracts(tree: Tree, { emitted }: ServicePlan): void {
  for (const event of emitted) {
    tree.write(event.file, contractText(event, new Date()));
    exportContract(tree, event.exportName, event.file);
  }
}

function writeApp(tree: Tree, plan: ServicePlan): void {
  const { name, folder: app, packageName, port, projections, handlers, http, database } = plan;
  writeJson(tree, `${app}/package.json`, {
    name: packageName,
    version: '0.1.0',
    private: true,
    type: 'module',
    waybill: { port },
    exports: { '.': { '@waybill/source': './src/service.ts', default: './dist/service.js' } },
  });
  const write = (file: string, text: string) => tree.write(`${app}/src/${file}`, text);
  write('main.ts', mainText(plan));
  write('service.ts', serviceText(plan));
  if (handlers.length > 0) write('subscriptions.ts', subscriptionsText(plan));
  for (const handler of handlers) {
    write(`application/${handler.file}.handler.ts`, handlerText(plan, handler));
  }
  for (const projection of projections) {
    const { file } = projection;
    write(`domain/${file}.ts`, domainText(projection));
    write(`domain/${file}.unit.spec.ts`, domainTestText(projection));
    write(`persistence/${file}-projection.ts`, projectionText(plan, projection));
    if (database === 'pg') write(`persistence/record-${file}.sql.ts`, recordStatementText(projection));
    if (http) write(`http/${file}.controller.ts`, controllerText(projection));
  }
  write(`${name}.int.spec.ts`, integrationTestText(plan));
}

function writeTables(tree: Tree, plan: ServicePlan, now: Date): void {
  const { name, projections } = plan;
  tree.write(`prisma/${name}/schema.prisma`, schemaText(plan));
  if (projections.length === 0) return;
  const timestamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  tree.write(
    `prisma/${name}/migrations/${timestamp}_${name.replaceAll('-', '_')}/migration.sql`,
    migrationText(plan),
  );
}
