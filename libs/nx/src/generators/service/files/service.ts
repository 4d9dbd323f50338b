import type { ServicePlan } from '../plan.ts';

export function mainText({ variable }: ServicePlan): string {
  return `import { runService } from '@waybill/service';

await runService(async () => (await import('./service.js')).${variable});
`;
}

/** The one declaration from which module, messaging, database, health, tracing and OpenAPI come. */
export function serviceText(plan: ServicePlan): string {
  const { name, variable, description, database, contractsPackage, emitted, handlers, projections, http } =
    plan;
  const usesDatabase = database !== 'none' || handlers.length + emitted.length > 0;
  const client = database === 'prisma' ? 'prisma(PrismaClient)' : 'pg()';
  const controllers = http ? projections.map(({ model }) => `${model}Controller`) : [];
  const imports = [
    emitted.length > 0 && `import { ${names(emitted)} } from '${contractsPackage}';`,
    `import { defineService } from '@waybill/service';`,
    usesDatabase &&
      (database === 'prisma'
        ? `import { prisma } from '@waybill/service/prisma';`
        : `import { pg } from '@waybill/service/postgres';`),
    ...(http
      ? projections.map(
          ({ model, file }) => `import { ${model}Controller } from './http/${file}.controller.js';`,
        )
      : []),
    database === 'prisma' && `import { PrismaClient } from './persistence/generated/client.js';`,
    ...projections.map(
      ({ model, file }) => `import { ${model}Projection } from './persistence/${file}-projection.js';`,
    ),
    handlers.length > 0 && `import { subscriptions } from './subscriptions.js';`,
  ];
  const properties = [
    `name: '${name}'`,
    `description: ${JSON.stringify(description)}`,
    usesDatabase && `database: ${client}`,
    handlers.length > 0 && 'subscriptions',
    emitted.length > 0 && `publishes: [${names(emitted)}]`,
    controllers.length > 0 && `controllers: [${controllers.join(', ')}]`,
    projections.length > 0 &&
      `providers: [${projections.map(({ model }) => `${model}Projection`).join(', ')}]`,
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

/** One consumer per projection: its name is its identity on the broker and in the inbox. */
export function subscriptionsText({ contractsPackage, handlers, projections, emitted }: ServicePlan): string {
  const events = handlers.map(({ fact }) => fact.event.exportName).sort();
  const startFrom = emitted.length > 0 ? 'now' : 'beginning';
  const why =
    emitted.length > 0
      ? 'From now on: it would publish for the whole history otherwise.'
      : 'From the beginning: streams keep their history.';
  const consumers = projections.map((projection) => {
    const routes = handlers
      .filter((handler) => handler.projection === projection)
      .map(({ fact, className }) => `on(${fact.event.exportName}, ${className})`);
    return `  consumer('${projection.file}-events', { startFrom: '${startFrom}' }, [${routes.join(', ')}]),`;
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

function names(events: ServicePlan['emitted']): string {
  return events.map(({ exportName }) => exportName).join(', ');
}
