import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { newestEvents } from '../contracts.ts';
import { afterwards } from '../derived-files.ts';
import { requireDatabase, requireService, type ExistingService } from '../existing-service.ts';
import { KEBAB, kebabCase, pascalCase } from '../naming.ts';
import { Refusal } from '../refusal.ts';
import { emptyHandlerText } from '../service/files/handler.ts';
import { requireEvent } from '../service/requirements.ts';
import { addRoute, consumersOf } from '../subscriptions-file.ts';
import { handlerTestText } from './handler-test.ts';

export interface HandlerOptions {
  /** `order.confirmed` */
  readonly event: string;
  readonly service: string;
  /** What it does, as a file is named: `reserve-stock`. */
  readonly does?: string;
  readonly consumer?: string;
  readonly startFrom?: 'now' | 'beginning';
}

/** Adds a handler of an event to a service: the class, its route in a consumer, and a test that sends it the event. */
export const handlerGenerator = recorded('handler', makeHandler);

async function makeHandler(tree: Tree, options: HandlerOptions): Promise<GeneratorCallback> {
  const { does = 'handle', startFrom = 'now' } = options;
  const service = requireService(tree, 'service', options.service);
  requireDatabase(service, 'service');
  const event = requireEvent(options.event, newestEvents(tree), 'event');
  if (!KEBAB.test(does))
    throw new Refusal('does', `"${does}" is not in kebab case`, 'Write it as in reserve-stock.');
  const consumer = options.consumer ?? requireOneConsumer(service, consumersOf(tree, service.name));
  const file = `${does}-when-${kebabCase(event.type)}`;
  const path = `${service.folder}/src/application/${file}`;
  if (tree.exists(`${path}.handler.ts`)) {
    throw new Refusal('does', `there is ${path}.handler.ts already`, 'Say what this one does: --does=<do>.');
  }
  const handler = { className: pascalCase(file), event };
  tree.write(`${path}.handler.ts`, emptyHandlerText(service.contractsPackage, handler, service.client));
  tree.write(`${path}.int.spec.ts`, handlerTestText(service, event));
  addRoute(tree, service.name, {
    consumer,
    startFrom,
    event: { name: event.exportName, from: service.contractsPackage },
    handler: { name: handler.className, from: `./application/${file}.handler.js` },
  });
  await formatFiles(tree);
  return afterwards(tree, service, [
    `${path}.handler.ts is where ${event.type} arrives, through the consumer ${consumer}.`,
  ]);
}

/** @throws Refusal there are several: in which order events are handled is decided by their consumer */
function requireOneConsumer({ name }: ExistingService, consumers: readonly string[]): string {
  const [only = `${name}-events`, ...others] = consumers;
  if (others.length === 0) return only;
  throw new Refusal(
    'consumer',
    `${name} has several: ${consumers.join(', ')}`,
    'Name one of them, or a new one: --consumer=<name>.',
  );
}
