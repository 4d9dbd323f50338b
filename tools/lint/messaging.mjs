// Between the folders of libs/messaging: what @waybill/nx's own rules do not know.
import { ban, folder, folders, NO_BROKER, onlyPackages } from '@waybill/nx/eslint/folder';

const NO_NEST = ban('^@nestjs/', 'Only nest/ sees NestJS.');
const NO_PRISMA = ban(
  '^@prisma/|/generated/',
  'The library takes a structural SQL transaction, no generated client.',
);
const noFolders = (...names) => folders(names, `This folder does not see ${names.join(', ')}.`);
const CORE = [NO_NEST, NO_BROKER, NO_PRISMA];

export const messagingRules = [
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
