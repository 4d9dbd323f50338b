// Between the folders of one project: a message travels one way through them and nothing points back
// (docs/tour.md draws it). Rules of one file do not add up in ESLint, so each folder's list is whole.

const TESTS = ['**/*.spec.ts', '**/testing/**', 'apps/e2e/**'];

/** Patterns of `no-restricted-imports`: a regular expression over the import's text, and what to say. */
const ban = (regex, message) => ({ regex, message });

/** Any package but these; relative imports pass. */
const onlyPackages = (packages, message) => {
  const allowed = packages.map((name) => `${name.replaceAll('/', '\\/')}$`).join('|');
  return ban(allowed ? `^(?!\\.|${allowed})` : '^(?!\\.)', message);
};

/** Folders of the same project, however deep the importing file lies. */
const folders = (names, message) => ban(`^\\.\\.?\\/(.*\\/)?(${names.join('|')})(\\/|$)`, message);

const NO_TEST_DOOR = ban('^@waybill/.*/testing$|/testing/', 'Test helpers are for tests.');
const NO_BROKER = ban('^@nats-io/', 'Only libs/messaging/src/jetstream sees the broker’s client.');
const NO_HTTP = folders(['http'], 'Nobody imports http/: it is where requests come in.');
const NO_TABLES = ban(
  '^(pg|@prisma/.*|@waybill/service/postgres)$',
  'SQL and its clients stay in persistence/.',
);

/** One folder's rules. `except` names globs inside it that other rules hold for. */
function folder(files, patterns, { except = [], paths = [] } = {}) {
  return {
    files: [files],
    ignores: [...TESTS, ...except],
    rules: { 'no-restricted-imports': ['error', { paths, patterns: [NO_TEST_DOOR, ...patterns] }] },
  };
}

const services = [
  folder('apps/*/src/**/*.ts', [NO_BROKER]),
  folder('apps/*/src/domain/**/*.ts', [
    onlyPackages(
      [],
      'domain/ imports nothing, npm packages and node:* included: clock and ids are arguments.',
    ),
    folders(['application', 'http', 'persistence'], 'domain/ imports nothing outside itself.'),
    ban(
      '^\\.\\./(config|settings|errors|main|service|subscriptions)\\.js$',
      'domain/ imports nothing outside itself.',
    ),
  ]),
  folder(
    'apps/*/src/application/**/*.ts',
    [
      onlyPackages(
        [
          '@waybill/contracts',
          '@waybill/console-api',
          '@waybill/messaging',
          '@waybill/service/errors',
          '@nestjs/common',
          'uuid',
        ],
        'application/ imports domain/, persistence/, the contracts and messaging; the rest comes in through a port.',
      ),
      NO_HTTP,
    ],
    {
      paths: [
        {
          name: '@nestjs/common',
          allowImportNames: ['Inject', 'Injectable'],
          message: 'A use case uses Nest only for injection.',
        },
      ],
    },
  ),
  folder('apps/*/src/http/**/*.ts', [NO_BROKER, NO_TABLES]),
  folder('apps/*/src/persistence/**/*.ts', [NO_BROKER, NO_HTTP]),
  folder('apps/!(console)/src/persistence/**/*.ts', [
    NO_BROKER,
    NO_HTTP,
    folders(['application'], 'persistence/ is called by application/ and http/, and knows neither.'),
  ]),
];

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

const contracts = [
  folder('libs/contracts/src/**/*.ts', [
    onlyPackages(
      ['zod', '@waybill/messaging/contract'],
      'Contracts import zod and defineEvent, nothing else.',
    ),
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
  folder('libs/messaging/src/dead-letter/**/*.ts', [...CORE, noFolders('outbox', 'jetstream', 'nest')]),
  folder('libs/messaging/src/jetstream/**/*.ts', [
    NO_NEST,
    NO_PRISMA,
    noFolders('outbox', 'inbox', 'consumer', 'dead-letter', 'contract', 'sql', 'nest'),
  ]),
  folder('libs/messaging/src/nest/**/*.ts', [NO_BROKER, NO_PRISMA]),
];

export const folderRules = [...services, ...console, ...contracts, ...messaging];
