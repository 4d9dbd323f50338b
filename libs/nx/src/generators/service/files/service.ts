import { kebabCase, pascalCase } from '../../naming.ts';
import type { ServicePlan } from '../plan.ts';

export function mainText({ variable }: ServicePlan): string {
  return `import { runService } from '@waybill/service';

await runService(async () => (await import('./service.js')).${variable});
`;
}

const CLIENTS = {
  prisma: { value: 'prisma(PrismaClient)', from: `import { prisma } from '@waybill/service/prisma';` },
  pg: { value: 'pg()', from: `import { pg } from '@waybill/service/postgres';` },
  none: { value: 'false', from: '' },
};

/** The one declaration from which module, messaging, database, health, tracing and OpenAPI come. */
export function serviceText(plan: ServicePlan): string {
  const { name, variable, description, client, contractsPackage, emitted, handlers, command } = plan;
  const { projections, http } = plan;
  const events = emitted.map(({ exportName }) => exportName).join(', ');
  const controllers = !http
    ? []
    : client === 'none'
      ? [{ model: pascalCase(name), file: name }]
      : projections.map(({ model, file }) => ({ model, file }));
  const providers = [
    ...(command ? [command.className] : []),
    ...projections.map(({ model }) => `${model}Projection`),
  ];
  const imports = [
    emitted.length > 0 && `import { ${events} } from '${contractsPackage}';`,
    `import { defineService } from '@waybill/service';`,
    CLIENTS[client].from,
    command && `import { ${command.className} } from './application/${command.file}.use-case.js';`,
    ...controllers.map(
      ({ model, file }) => `import { ${model}Controller } from './http/${file}.controller.js';`,
    ),
    client === 'prisma' && `import { PrismaClient } from './persistence/generated/client.js';`,
    ...projections.map(
      ({ model, file }) => `import { ${model}Projection } from './persistence/${file}-projection.js';`,
    ),
    handlers.length > 0 && `import { subscriptions } from './subscriptions.js';`,
  ];
  const properties = [
    `name: '${name}'`,
    `description: ${JSON.stringify(description)}`,
    `database: ${CLIENTS[client].value}`,
    handlers.length > 0 && 'subscriptions',
    emitted.length > 0 && `publishes: [${events}]`,
    controllers.length > 0 &&
      `controllers: [${controllers.map(({ model }) => `${model}Controller`).join(', ')}]`,
    providers.length > 0 && `providers: [${providers.join(', ')}]`,
  ];
  return `${imports.filter(Boolean).join('\n')}

export const ${variable} = defineService({
${properties
  .filter(Boolean)
  .map((property) => `  ${property},`)
  .join('\n')}
});
`;
}

/** One consumer per key: events of orders and of sessions have no order between them. */
export function subscriptionsText({
  name,
  contractsPackage,
  handlers,
  emitted,
  projections,
}: ServicePlan): string {
  const events = handlers.map(({ event }) => event.exportName).sort();
  const hasHistory = emitted.length === 0 && projections.length > 0;
  const why = hasHistory
    ? 'From the beginning: streams keep their history.'
    : 'From now on: with the history, everything would have its effects again.';
  const subjects = new Map(handlers.map(({ key }) => [key.field, key.subject]));
  const consumers = [...subjects].map(([field, subject]) => {
    const own = handlers.filter(({ key }) => key.field === field);
    const consumer = subjects.size === 1 ? name : `${name}-${kebabCase(subject)}`;
    const routes = own.map(({ event, className }) => `on(${event.exportName}, ${className})`);
    return `consumer('${consumer}-events', { startFrom: '${hasHistory ? 'beginning' : 'now'}' }, [${routes.join(', ')}]),`;
  });
  return `import { ${events.join(', ')} } from '${contractsPackage}';
import { consumer, on } from '@waybill/messaging';
${handlers.map(({ className, file }) => `import { ${className} } from './application/${file}.handler.js';`).join('\n')}

/** Everything that this service consumes. ${why} */
export const subscriptions = [
${consumers.join('\n')}
];
`;
}
