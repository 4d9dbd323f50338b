import { defineConfig } from 'prisma/config';

// Prisma's own commands, for one service: SERVICE=order DATABASE_URL=… npx prisma studio --config prisma/prisma.config.ts
const service = process.env['SERVICE'];
if (!service)
  throw new Error('SERVICE is not set: name the folder of prisma/ that is meant, for example order');

export default defineConfig({
  schema: `./${service}`,
  migrations: { path: `./${service}/migrations` },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://unset' },
  // The messaging library migrates these (libs/messaging/migrations); Prisma leaves them alone.
  experimental: { externalTables: true },
  tables: {
    external: [
      'outbox',
      'outbox_scheduled',
      'process_instance',
      'inbox',
      'inbox_failure',
      'inbox_horizon',
      'consumer_pause',
      'consumer_position',
      'consumer_rate',
      'personal_key',
      'consumer_epoch',
      'messaging_audit',
      'messaging_identity',
      'messaging_migration',
      'messaging_schedule',
    ].map((table) => `public.${table}`),
  },
});
