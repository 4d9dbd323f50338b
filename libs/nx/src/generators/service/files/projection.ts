import type { ProjectionPlan, ServicePlan } from '../plan.ts';
import { identifier } from './tables.ts';

/** The table as the rest of the service sees it. */
export function projectionText({ client }: Pick<ServicePlan, 'client'>, projection: ProjectionPlan): string {
  return client === 'prisma' ? prismaProjection(projection) : pgProjection(projection);
}

function prismaProjection({ model, file, key }: ProjectionPlan): string {
  const delegate = `${model[0]!.toLowerCase()}${model.slice(1)}`;
  return `import { Injectable } from '@nestjs/common';
import type { ${model}, ${model}Fact } from '../domain/${file}.js';
import { PrismaClient, type Prisma } from './generated/client.js';

@Injectable()
export class ${model}Projection {
  constructor(private readonly prisma: PrismaClient) {}

  /** Records when an event happened, once. False if it was recorded before. */
  async record(tx: Prisma.TransactionClient, ${key.field}: string, fact: ${model}Fact, at: Date): Promise<boolean> {
    const known = await tx.${delegate}.findUnique({ where: { ${key.field} } });
    if (known?.[fact]) return false;
    const recorded = { [fact]: at };
    await tx.${delegate}.upsert({ where: { ${key.field} }, create: { ${key.field}, ...recorded }, update: recorded });
    return true;
  }

  find(${key.field}: string): Promise<${model} | null> {
    return this.prisma.${delegate}.findUnique({ where: { ${key.field} } });
  }
}
`;
}

function pgProjection({ model, file, table, key, facts }: ProjectionPlan): string {
  const columns = [key, ...facts].map(({ field, column }) => `${identifier(column)} AS "${field}"`);
  return `import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { PgDatabase } from '@waybill/service/postgres';
import type { ${model}, ${model}Fact } from '../domain/${file}.js';
import { recordFact } from './record-${file}.sql.js';

const COLUMNS: Record<${model}Fact, string> = { ${facts.map(({ field, column }) => `${field}: '${column}'`).join(', ')} };
const FIND = \`SELECT ${columns.join(', ')} FROM ${identifier(table)} WHERE ${identifier(key.column)} = $1\`;

@Injectable()
export class ${model}Projection {
  constructor(private readonly database: PgDatabase) {}

  /** Records when an event happened, once. False if it was recorded before. */
  async record(tx: SqlTransaction, ${key.field}: string, fact: ${model}Fact, at: Date): Promise<boolean> {
    const recorded = await execute(tx, recordFact(COLUMNS[fact]), [${key.field}, at]);
    return recorded.length > 0;
  }

  async find(${key.field}: string): Promise<${model} | undefined> {
    const { rows } = await this.database.pool.query<${model}>(FIND, [${key.field}]);
    return rows[0];
  }
}
`;
}

export function recordStatementText({ table, key }: ProjectionPlan): string {
  const name = identifier(table);
  const id = identifier(key.column);
  return `/**
 * \`$1\` ${key.field}, \`$2\` when the event happened. Returns a row if that was not known yet.
 *
 * @param column one of the projection's own, never text from outside
 */
export const recordFact = (column: string) => \`
INSERT INTO ${name} (${id}, \${column}) VALUES ($1, $2)
ON CONFLICT (${id}) DO UPDATE SET \${column} = EXCLUDED.\${column} WHERE ${name}.\${column} IS NULL
RETURNING ${id}
\`;
`;
}
