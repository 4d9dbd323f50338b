/** A part of the workspace that may be deleted. What imports its files loses the import and what used it. */
export interface Part {
  readonly name: string;
  readonly description: string;
  /** Its files, as globs. */
  readonly files: readonly string[];
  /** Texts that name it in lists of files that stay, as in a list of services. */
  readonly named?: { readonly as: RegExp; readonly in: readonly string[] };
}

export const parts: readonly Part[] = [
  {
    name: 'naive-publish',
    description: 'the demonstration of publishing without an outbox',
    files: ['apps/order/src/naive-publish/**', 'apps/e2e/src/browser/broker-away.browser.spec.ts'],
  },
  {
    name: 'shoppers',
    description: 'the simulated shoppers of `npm start`',
    files: ['tools/shoppers/**'],
  },
  {
    name: 'importer',
    description: 'the import of orders from a file: the command, its check, and POST /imports/orders',
    files: [
      'tools/import/**',
      'tools/verify/**',
      'tools/verify-import.mjs',
      'apps/order/src/**/import-*',
      'apps/order/src/http/imports.controller.ts',
      'apps/order/src/persistence/{imported-orders,add-missing-products.sql}.ts',
      'apps/e2e/src/import.e2e.spec.ts',
    ],
  },
  {
    name: 'recommendation',
    description: 'the recommendation service, with its database and its panels on the shop page',
    files: [
      'apps/recommendation/**',
      'prisma/recommendation/**',
      'docs/recommendation.md',
      'libs/console-api/src/recommendation.ts',
      'apps/console-web/src/pages/shop/{recommendation-queries.ts,recommendations-panel.tsx,similar-products.tsx}',
      'apps/e2e/src/recommendation.e2e.spec.ts',
    ],
    named: { as: /^recommendation(-\w+|: .+)?$/, in: ['apps/e2e/src/**/*.ts', 'libs/nx/eslint/*.mjs'] },
  },
  {
    name: 'faults',
    description:
      'what breaks the shop on purpose: the Faults page, its API, and the faults that order and payment add',
    files: [
      'apps/console-web/src/pages/faults/**',
      'apps/console/src/http/faults.controller.ts',
      'apps/console/src/application/{switch-faults,count-orders}*',
      'apps/console/src/domain/delivery-counters*',
      'libs/console-api/src/faults.ts',
      'apps/order/src/naive-publish/**',
      'apps/order/src/order-faults.int.spec.ts',
      'apps/payment/src/provider/faulty-payment-provider.ts',
      'apps/e2e/src/support/console-faults.ts',
      'apps/e2e/src/faults.e2e.spec.ts',
      'apps/e2e/src/browser/{broken-consumer,broker-away,retry-and-discard}.browser.spec.ts',
    ],
    named: {
      as: /^\/?faults$/,
      in: [
        'apps/console-web/src/pages/flow/node-words.ts',
        'apps/e2e/src/{traces.e2e,browser/every-page.browser}.spec.ts',
        'tools/screenshots/addresses.ts',
      ],
    },
  },
  {
    name: 'console',
    description: 'the console: its server, its page, its database, and the tests that look through it',
    files: [
      'apps/console/**',
      'apps/console-web/**',
      'prisma/console/**',
      'docs/console.md',
      'bench/console.ts',
      'bench/console/**',
      'tools/screenshots/**',
      'tools/screenshots.mjs',
      'tools/browser/**',
      'tools/lint/console.mjs',
      'apps/e2e/src/browser/**',
      'apps/e2e/src/{console,console-intake,erasure,event-versions,faults,lost-messages,traces-command}.e2e.spec.ts',
      'apps/e2e/src/support/{console-api,console-faults,everything-stored,keys-left,order-by-clicking,otlp,visited-platform,visitors}.ts',
    ],
  },
];
