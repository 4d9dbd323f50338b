// The console: its folders, and its page, which is written with React.
import { ban, folder, folders, NO_BROKER, NO_TABLES, onlyPackages } from '@waybill/nx/eslint/folder';
import reactHooks from 'eslint-plugin-react-hooks';

const hooks = reactHooks.configs.flat['recommended-latest'];

export const consoleRules = [
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
  {
    files: ['apps/console-web/**/*.{ts,tsx}'],
    ...hooks,
    rules: {
      ...hooks.rules,
      // It warns of what the React Compiler skips; the page is built without it.
      'react-hooks/incompatible-library': 'off',
    },
  },
  folder('apps/console-web/src/**/*.{ts,tsx}', [
    ban('^@waybill/(?!console-api$)', 'Browser code imports only the types shared for it.'),
    ban('^node:', 'This runs in a browser.'),
  ]),
];
