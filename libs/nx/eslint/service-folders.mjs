// Between the folders of a service: a message travels one way through them and nothing points back
// (docs/tour.md draws it).
import { ban, folder, folders, NO_BROKER, NO_HTTP, NO_TABLES, onlyPackages } from './folder.mjs';
import { contractsPackage } from './project-rules.mjs';

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
          contractsPackage,
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

const contracts = [
  folder('libs/contracts/src/**/*.ts', [
    onlyPackages(
      ['zod', '@waybill/messaging/contract'],
      'Contracts import zod and defineEvent, nothing else.',
    ),
  ]),
];

export const serviceFolders = [...services, ...contracts];
