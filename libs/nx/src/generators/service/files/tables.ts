import type { ProjectionPlan, ServicePlan } from '../plan.ts';

/** Of a service that keeps nothing of its own. */
export const NO_TABLES = '// No tables of its own: the messaging library makes those of inbox and outbox.\n';

/** Prisma's schema: the migrations are checked against the tables in it, with either client. */
export function schemaText({ name, client, projections }: ServicePlan): string {
  const generator = `generator client {
  provider            = "prisma-client"
  output              = "../../apps/${name}/src/persistence/generated"
  moduleFormat        = "esm"
  importFileExtension = "js"
  compilerBuild       = "small"
}

`;
  return `${client === 'prisma' ? generator : ''}datasource db {
  provider = "postgresql"
}
${projections.map((projection) => `\n${modelText(projection)}`).join('') || `\n${NO_TABLES}`}`;
}

/** The table of a projection. */
export function modelText({ model, table, key, facts }: ProjectionPlan): string {
  const rows = [
    [key.field, 'String', `@id @map("${key.column}")${key.isUuid ? ' @db.Uuid' : ''}`],
    ...facts.map(({ field, column }) => [field, 'DateTime?', `@map("${column}") @db.Timestamptz(3)`]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]!.length));
  const lines = rows.map(
    ([field, type, attributes]) => `  ${field!.padEnd(width(0))} ${type!.padEnd(width(1))} ${attributes}`,
  );
  return `/// What is known of one ${key.subject}: when each event happened, null until it has.
model ${model} {
${lines.join('\n')}

  @@map("${table}")
}
`;
}

/** The migration to that schema, as Prisma would write it. */
export function migrationText({ projections }: Pick<ServicePlan, 'projections'>): string {
  return projections
    .map(
      ({ table, key, facts }) => `CREATE TABLE "${table}" (
    "${key.column}" ${key.isUuid ? 'UUID' : 'TEXT'} NOT NULL,
${facts.map(({ column }) => `    "${column}" TIMESTAMPTZ(3),`).join('\n')}

    CONSTRAINT "${table}_pkey" PRIMARY KEY ("${key.column}")
);
`,
    )
    .join('\n');
}

/** A name in SQL. No reserved word of Postgres with an underscore ends as tables and columns do here. */
export function identifier(name: string): string {
  return /_/.test(name) ? name : `"${name}"`;
}
