import type { HandlerPlan, ServicePlan } from '../plan.ts';

/** A handler: records the event, and publishes what follows from it. */
export function handlerText(plan: ServicePlan, handler: HandlerPlan): string {
  const { database, contractsPackage } = plan;
  const { className, fact, projection, publishes } = handler;
  const { exportName } = fact.event;
  const { key, model, file } = projection;
  const keyValue = key.inData ? `data.${key.field}` : 'key';
  const tx = database === 'prisma' ? 'DeliveryContext<Prisma.TransactionClient>' : 'DeliveryContext';
  const record = `await this.projection.record(tx, ${keyValue}, '${fact.field}', new Date(time))`;
  const body = publishes
    ? `const isNew = ${record};
    if (!isNew) return; // handled before, and delivered again by a rewind
    const event = { ${publishes.key.field}: ${keyValue}, ${publishes.timeField}: new Date().toISOString() };
    await this.outbox.publish(tx, ${publishes.exportName}, event);`
    : `${record};`;
  const messagingImports = publishes
    ? `Outbox, type DataOf, type DeliveryContext, type EventHandler, type EventMessage`
    : `DataOf, DeliveryContext, EventHandler, EventMessage`;
  return `import { Injectable } from '@nestjs/common';
import ${publishes ? `{ ${publishes.exportName}, type ${exportName} }` : `type { ${exportName} }`} from '${contractsPackage}';
import ${publishes ? '' : 'type '}{ ${messagingImports} } from '@waybill/messaging';
${database === 'prisma' ? `import type { Prisma } from '../persistence/generated/client.js';\n` : ''}import { ${model}Projection } from '../persistence/${file}-projection.js';

/**
 * ${publishes ? `Records the event and publishes \`${publishes.type}\`` : 'Records the event'}, in the transaction that holds the inbox row: both take effect once, however often it is
 * delivered.
 */
@Injectable()
export class ${className} implements EventHandler<typeof ${exportName}> {
  constructor(private readonly projection: ${model}Projection${publishes ? ', private readonly outbox: Outbox' : ''}) {}

  async handle({ ${key.inData ? 'data' : 'key'}, time }: EventMessage<DataOf<typeof ${exportName}>>, { tx }: ${tx}): Promise<void> {
    ${body}
  }
}
`;
}
