import type { INestApplication } from '@nestjs/common';
import { ModulesContainer, type ApplicationConfig } from '@nestjs/core';
import { WiringRefused } from '../errors.js';
import { MessagingStrategies } from './messaging-strategies.js';
import { presentHandlers } from './present-handlers.js';
import { RethrowFilter } from './rethrow.filter.js';

/** How the messages' transport is connected. */
export interface ConnectOptions {
  /** Whether the application's global guards, pipes, interceptors and filters apply to messages too. Default false, as in Nest. */
  inheritAppConfig?: boolean;
}

/**
 * Initializes the application, then connects the consumers of `MessagingModule`, and what replies for it, to it;
 * `app.startAllMicroservices()` starts them.
 *
 * @throws WiringRefused a handler, a scheduled task, or an eraser that no module provides: it could never be called
 */
export async function connectMessaging(app: INestApplication, options: ConnectOptions = {}): Promise<void> {
  // Nest looks for HTTP routes on everything that it binds, and handlers have none.
  await app.init();
  const { events, tasks, eraser, others } = app.get(MessagingStrategies);
  const connected: { config?: ApplicationConfig } = {};
  const rethrow = new RethrowFilter(() => connected.config?.getGlobalFilters() ?? []);
  const modules = app.get(ModulesContainer);
  const handlers = presentHandlers(modules, events.consumers, rethrow);
  const errors = [...handlers.errors, ...tasks.find(modules), ...eraser.find(modules)];
  if (errors.length > 0) throw new WiringRefused(errors);
  const microservice: unknown = app.connectMicroservice({ strategy: events }, options);
  // Private in Nest; nothing else says which global filters apply.
  connected.config = (microservice as { applicationConfig: ApplicationConfig }).applicationConfig;
  handlers.withdraw();
  for (const strategy of others) app.connectMicroservice({ strategy });
}
