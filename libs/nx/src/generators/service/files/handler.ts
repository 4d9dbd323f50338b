import type { Client, HandlerPlan, ServicePlan } from '../plan.ts';
import { docComment } from './doc-comment.ts';

/** A handler: records the event, and publishes what follows from it. */
export function handlerText(
  { client, contractsPackage }: Pick<ServicePlan, 'client' | 'contractsPackage'>,
  handler: HandlerPlan,
): string {
  const { className, event, key, records, publishes } = handler;
  const { exportName } = event;
  if (!records && !publishes) return emptyHandlerText(contractsPackage, handler);
  const isPrisma = client === 'prisma';
  const timeOfData = records?.fact.isInData;
  const fields = [
    ...(key.isInData || timeOfData ? ['data'] : []),
    ...(key.isInData ? [] : ['key']),
    ...(records && !timeOfData ? ['time'] : []),
    ...(publishes ? ['lane'] : []),
  ];
  const dependencies = [
    ...(records ? [`private readonly projection: ${records.projection.model}Projection`] : []),
    ...(publishes ? ['private readonly outbox: Outbox'] : []),
  ];
  return `import { Injectable } from '@nestjs/common';
import ${publishes ? `{ ${publishes.exportName}, type ${exportName} }` : `type { ${exportName} }`} from '${contractsPackage}';
import ${
    publishes
      ? '{ Outbox, type DataOf, type DeliveryContext, type EventHandler, type EventMessage }'
      : 'type { DataOf, DeliveryContext, EventHandler, EventMessage }'
  } from '@waybill/messaging';
${isPrisma ? `import type { Prisma } from '../persistence/generated/client.js';\n` : ''}${
    records
      ? `import { ${records.projection.model}Projection } from '../persistence/${records.projection.file}-projection.js';\n`
      : ''
  }
${docComment(purpose(handler))}
@Injectable()
export class ${className} implements EventHandler<typeof ${exportName}> {
  constructor(${dependencies.join(', ')}) {}

  async handle(
    { ${fields.join(', ')} }: EventMessage<DataOf<typeof ${exportName}>>,
    { tx }: DeliveryContext${isPrisma ? '<Prisma.TransactionClient>' : ''},
  ): Promise<void> {
    ${bodyOf(handler)}
  }
}
`;
}

function purpose({ records, publishes }: HandlerPlan): string {
  const inTransaction = 'in the transaction that holds the inbox row';
  if (!records)
    return `Publishes \`${publishes!.type}\`, ${inTransaction}: once, however often the event is delivered.`;
  return publishes
    ? `Records the event and publishes \`${publishes.type}\`, ${inTransaction}: both take effect once, however often it is delivered.`
    : `Records the event, ${inTransaction}: it takes effect once, however often it is delivered.`;
}

function bodyOf({ key, records, publishes }: HandlerPlan): string {
  const id = key.isInData ? `data.${key.field}` : 'key';
  const record =
    records &&
    `await this.projection.record(tx, ${id}, '${records.fact.field}', new Date(${records.fact.isInData ? `data.${records.fact.field}` : 'time'}))`;
  if (!publishes) return `${record};`;
  const publish = `const event = { ${publishes.key.field}: ${id}, ${publishes.timeField}: new Date().toISOString() };
    await this.outbox.publish(tx, ${publishes.exportName}, event, { lane });`;
  return record
    ? `const isNew = ${record};
    if (!isNew) return; // another message said so before
    ${publish}`
    : publish;
}

/** One that keeps and publishes nothing: its effects are outside, or are still to be written. */
export function emptyHandlerText(
  contractsPackage: string,
  { className, event }: Pick<HandlerPlan, 'className' | 'event'>,
  client: Client = 'pg',
): string {
  const { exportName } = event;
  const isPrisma = client === 'prisma';
  return `import { Injectable } from '@nestjs/common';
import type { ${exportName} } from '${contractsPackage}';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
${isPrisma ? `import type { Prisma } from '../persistence/generated/client.js';\n` : ''}
/** Takes the event, and has no effect yet. */
@Injectable()
export class ${className} implements EventHandler<typeof ${exportName}> {
  /**
   * What is written with the context's \`tx\` takes effect once. What is done outside (a mail, a call) is done at least once: it must be
   * idempotent by the event's \`id\`, and take \`signal\`.
   */
  async handle(_event: EventMessage<DataOf<typeof ${exportName}>>, _context: DeliveryContext${isPrisma ? '<Prisma.TransactionClient>' : ''}): Promise<void> {}
}
`;
}
