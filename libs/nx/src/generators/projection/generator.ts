import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { newestEvents } from '../contracts.ts';
import { afterwards } from '../derived-files.ts';
import { requireDatabase, requireService, type ExistingService } from '../existing-service.ts';
import { KEBAB, kebabCase, pascalCase } from '../naming.ts';
import { Refusal } from '../refusal.ts';
import { addToService } from '../service-file.ts';
import { controllerText } from '../service/files/controller.ts';
import { domainTestText, domainText } from '../service/files/domain.ts';
import { handlerText } from '../service/files/handler.ts';
import { projectionText, recordStatementText } from '../service/files/projection.ts';
import { migrationText, modelText, NO_TABLES } from '../service/files/tables.ts';
import { keyOf } from '../service/keys.ts';
import { factsOf, projectionNames, type HandlerPlan, type ProjectionPlan } from '../service/plan.ts';
import { requireEvent } from '../service/requirements.ts';
import { addRoute, consumersOf } from '../subscriptions-file.ts';
import { projectionTestText } from './projection-test.ts';

export interface ProjectionOptions {
  /** `parcels` */
  readonly name: string;
  readonly service: string;
  /** `parcel.sent` */
  readonly event: string;
}

/**
 * Adds a projection to a service: a table with its migration, the handler that keeps it from the beginning of the stream,
 * the endpoint that reads it, and tests.
 */
export const projectionGenerator = recorded('projection', makeProjection);

async function makeProjection(tree: Tree, options: ProjectionOptions, now: Date): Promise<GeneratorCallback> {
  const { name } = options;
  const service = requireService(tree, 'service', options.service);
  requireDatabase(service, 'service');
  const event = requireEvent(options.event, newestEvents(tree), 'event');
  requireProjectionName(tree, service, name);
  const key = keyOf(tree, event);
  const projection = { ...projectionNames(name), key, facts: factsOf(tree, [event]) };
  const file = `record-${name}-when-${kebabCase(event.type)}`;
  const records = { projection, fact: projection.facts[0]! };
  const handler = { className: pascalCase(file), file, event, key, records };
  writeSources(tree, service, projection, handler);
  writeTable(tree, service, projection, now);
  // Of its own, so that it can be rebuilt without the others.
  addRoute(tree, service.name, {
    consumer: `${service.name}-${name}`,
    startFrom: 'beginning',
    event: { name: event.exportName, from: service.contractsPackage },
    handler: { name: handler.className, from: `./application/${file}.handler.js` },
  });
  addClass(tree, service, 'controllers', `${projection.model}Controller`, `./http/${name}.controller.js`);
  addClass(
    tree,
    service,
    'providers',
    `${projection.model}Projection`,
    `./persistence/${name}-projection.js`,
  );
  await formatFiles(tree);
  return afterwards(tree, service, [
    `${service.name} keeps what ${event.type} says, from the first one in the stream on: GET /${name}/<${key.field}>.`,
  ]);
}

/** @throws Refusal it is no name, or something has it */
function requireProjectionName(tree: Tree, { name: service, folder }: ExistingService, name: string): void {
  if (!KEBAB.test(name))
    throw new Refusal('name', `"${name}" is not in kebab case`, 'Write it as in gift-cards.');
  const taken = [`persistence/${name}-projection.ts`, `http/${name}.controller.ts`, `domain/${name}.ts`]
    .map((file) => `${folder}/src/${file}`)
    .find((file) => tree.exists(file));
  if (taken) throw new Refusal('name', `there is ${taken} already`, 'Choose another name.');
  if (consumersOf(tree, service).includes(`${service}-${name}`)) {
    throw new Refusal('name', `there is a consumer ${service}-${name} already`, 'Choose another name.');
  }
}

function writeSources(
  tree: Tree,
  service: ExistingService,
  projection: ProjectionPlan,
  handler: HandlerPlan,
): void {
  const { file } = projection;
  const write = (path: string, text: string) => tree.write(`${service.folder}/src/${path}`, text);
  write(`application/${handler.file}.handler.ts`, handlerText(service, handler));
  write(`domain/${file}.ts`, domainText(projection));
  write(`domain/${file}.unit.spec.ts`, domainTestText(projection));
  write(`persistence/${file}-projection.ts`, projectionText(service, projection));
  if (service.client === 'pg') write(`persistence/record-${file}.sql.ts`, recordStatementText(projection));
  write(`http/${file}.controller.ts`, controllerText({}, projection));
  write(`http/${file}.controller.int.spec.ts`, projectionTestText(service, handler));
}

function writeTable(tree: Tree, { name }: ExistingService, projection: ProjectionPlan, now: Date): void {
  const folder = `prisma/${name}`;
  const schema = (tree.read(`${folder}/schema.prisma`, 'utf8') ?? '').replace(NO_TABLES, '').trimEnd();
  tree.write(`${folder}/schema.prisma`, `${schema}\n\n${modelText(projection)}`);
  const migration = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${projection.table}`;
  tree.write(`${folder}/migrations/${migration}/migration.sql`, migrationText({ projections: [projection] }));
}

function addClass(
  tree: Tree,
  { name }: ExistingService,
  list: 'controllers' | 'providers',
  className: string,
  from: string,
): void {
  addToService(tree, name, list, className, [{ name: className, from }]);
}
