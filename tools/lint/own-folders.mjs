// Between the folders of the console and of libs/messaging: what @waybill/nx's own rules do not know.
import { ban, folder, folders, NO_BROKER, NO_TABLES, onlyPackages } from '@waybill/nx/eslint/folder';

const console = [
  folder('apps/console/src/domain/**/*.ts', [
    onlyPackages(
      ['@waybill/console-api', '@waybill/messaging', '@waybill/messaging/operations'],
      'domain/ imports the shapes that it takes and gives, and nothing else.',
    ),
    folders(
      ['application', 'http', 'persistence', 'platform', 'otlp'],
      'domain/ imports nothing outside itself.',
    ),
  ]),
  folder('apps/console/src/application/**/*.ts', [
    onlyPackages(
      [
        '@waybill/console-api',
        '@waybill/messaging',
        '@waybill/messaging/operations',
        '@waybill/service/errors',
        '@nestjs/common',
        'rxjs',
      ],
      'application/ asks persistence/ for what is stored and platform/ for what runs.',
    ),
    folders(['http', 'otlp'], 'Requests come in through http/ and otlp/; nothing points back.'),
  ]),
  folder('apps/console/src/persistence/**/*.ts', [
    NO_BROKER,
    folders(['application', 'http', 'platform', 'otlp'], 'persistence/ imports domain/ and its own files.'),
  ]),
  folder('apps/console/src/platform/**/*.ts', [
    NO_BROKER,
    NO_TABLES,
    folders(['application', 'http', 'persistence', 'otlp'], 'platform/ imports domain/ and its own files.'),
  ]),
  folder('apps/console-web/src/**/*.{ts,tsx}', [
    ban('^@waybill/(?!console-api$)', 'Browser code imports only the types shared for it.'),
    ban('^node:', 'This runs in a browser.'),
  ]),
];

const NO_NEST = ban('^@nestjs/', 'Only nest/ sees NestJS.');
const NO_PRISMA = ban(
  '^@prisma/|/generated/',
  'The library takes a structural SQL transaction, no generated client.',
);
const noFolders = (...names) => folders(names, `This folder does not see ${names.join(', ')}.`);
const CORE = [NO_NEST, NO_BROKER, NO_PRISMA];

const messaging = [
  folder('libs/messaging/src/**/*.ts', CORE),
  folder('libs/messaging/src/contract/**/*.ts', [
    onlyPackages(['zod'], 'The contract door is open to browsers and generators: zod only.'),
    ban('^\\.\\./', 'The contract door leads to nothing else of the library.'),
  ]),
  folder('libs/messaging/src/outbox/**/*.ts', [...CORE, noFolders('inbox', 'consumer', 'jetstream', 'nest')]),
  folder('libs/messaging/src/inbox/**/*.ts', [...CORE, noFolders('outbox', 'jetstream', 'nest')]),
  folder('libs/messaging/src/consumer/**/*.ts', [...CORE, noFolders('outbox', 'jetstream', 'nest')]),
  folder('libs/messaging/src/schedule/**/*.ts', [...CORE, noFolders('outbox', 'inbox', 'jetstream', 'nest')]),
  folder('libs/messaging/src/dead-letter/**/*.ts', [...CORE, noFolders('outbox', 'jetstream', 'nest')]),
  folder('libs/messaging/src/jetstream/**/*.ts', [
    NO_NEST,
    NO_PRISMA,
    noFolders('outbox', 'inbox', 'consumer', 'dead-letter', 'contract', 'sql', 'nest'),
  ]),
  folder('libs/messaging/src/nest/**/*.ts', [NO_BROKER, NO_PRISMA]),
];

export const ownFolders = [...console, ...messaging];
