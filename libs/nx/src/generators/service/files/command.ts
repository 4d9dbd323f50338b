import type { CommandPlan, ServicePlan } from '../plan.ts';

/** A use case that a request begins: what it keeps, and what it publishes, in one transaction. */
export function commandText({ client, contractsPackage }: ServicePlan, command: CommandPlan): string {
  const { className, projection, fact, publishes } = command;
  const { key, model, file } = projection;
  const tx = client === 'prisma' ? 'TransactionRunner<Prisma.TransactionClient>' : 'TransactionRunner';
  const work = publishes
    ? `await this.transactions.run(async (tx) => {
      await this.projection.record(tx, ${key.field}, '${fact.field}', now);
      await this.outbox.publish(tx, ${publishes.exportName}, { ${key.field}, ${publishes.timeField}: now.toISOString() });
    });`
    : `await this.transactions.run((tx) => this.projection.record(tx, ${key.field}, '${fact.field}', now));`;
  return `import { Injectable } from '@nestjs/common';
${publishes ? `import { ${publishes.exportName} } from '${contractsPackage}';\n` : ''}import { ${publishes ? 'Outbox, ' : ''}TransactionRunner } from '@waybill/messaging';
import { v7 as uuid } from 'uuid';
${client === 'prisma' ? `import type { Prisma } from '../persistence/generated/client.js';\n` : ''}import { ${model}Projection } from '../persistence/${file}-projection.js';

/** Records ${publishes ? `it and publishes \`${publishes.type}\`: both or neither` : 'it'}. */
@Injectable()
export class ${className} {
  constructor(
    private readonly transactions: ${tx},
    private readonly projection: ${model}Projection,
    ${publishes ? 'private readonly outbox: Outbox,' : ''}
  ) {}

  /** Returns its id. */
  async execute(): Promise<string> {
    const ${key.field} = uuid();
    const now = new Date();
    ${work}
    return ${key.field};
  }
}
`;
}
