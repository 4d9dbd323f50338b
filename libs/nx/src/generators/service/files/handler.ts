import type { HandlerPlan, ServicePlan } from '../plan.ts';
import { docComment } from './doc-comment.ts';

/** A handler: records the event, and publishes what follows from it. */
export function handlerText({ database, contractsPackage }: ServicePlan, handler: HandlerPlan): string {
  const { className, fact, projection, publishes } = handler;
  const { exportName } = fact.event;
  const { key, model, file } = projection;
  const fields = [
    ...(key.isInData || fact.isInData ? ['data'] : []),
    ...(key.isInData ? [] : ['key']),
    ...(fact.isInData ? [] : ['time']),
    ...(publishes ? ['lane'] : []),
  ];
  const id = key.isInData ? `data.${key.field}` : 'key';
  const at = fact.isInData ? `data.${fact.field}` : 'time';
  const record = `await this.projection.record(tx, ${id}, '${fact.field}', new Date(${at}))`;
  const body = publishes
    ? `const isNew = ${record};
    if (!isNew) return; // another message said so before
    const event = { ${publishes.key.field}: ${id}, ${publishes.timeField}: new Date().toISOString() };
    await this.outbox.publish(tx, ${publishes.exportName}, event, { lane });`
    : `${record};`;
  const comment = publishes
    ? `Records the event and publishes \`${publishes.type}\`, in the transaction that holds the inbox row: both take effect once, however often it is delivered.`
    : 'Records the event, in the transaction that holds the inbox row: it takes effect once, however often it is delivered.';
  const tx = database === 'prisma' ? 'DeliveryContext<Prisma.TransactionClient>' : 'DeliveryContext';
  return `import { Injectable } from '@nestjs/common';
import ${publishes ? `{ ${publishes.exportName}, type ${exportName} }` : `type { ${exportName} }`} from '${contractsPackage}';
import ${
    publishes
      ? '{ Outbox, type DataOf, type DeliveryContext, type EventHandler, type EventMessage }'
      : 'type { DataOf, DeliveryContext, EventHandler, EventMessage }'
  } from '@waybill/messaging';
${database === 'prisma' ? `import type { Prisma } from '../persistence/generated/client.js';\n` : ''}import { ${model}Projection } from '../persistence/${file}-projection.js';

${docComment(comment)}
@Injectable()
export class ${className} implements EventHandler<typeof ${exportName}> {
  constructor(private readonly projection: ${model}Projection${publishes ? ', private readonly outbox: Outbox' : ''}) {}

  async handle({ ${fields.join(', ')} }: EventMessage<DataOf<typeof ${exportName}>>, { tx }: ${tx}): Promise<void> {
    ${body}
  }
}
`;
}
