import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

export const title = 'lint reports every forbidden import (canaries)';

interface Canary {
  /** Where the code would be. No such file exists. */
  file: string;
  code: string;
  /** The rule that must report it; undefined if none may. */
  rule: '@nx/enforce-module-boundaries' | 'no-restricted-imports' | 'no-restricted-syntax' | undefined;
}

const from = (path: string) => `import { x } from '${path}';\nx();\n`;
const BOUNDARY = '@nx/enforce-module-boundaries';
const FOLDER = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';

const CANARIES: Canary[] = [
  // Between projects.
  { file: 'apps/order/src/canary.ts', code: from('@waybill/analytics'), rule: BOUNDARY },
  { file: 'apps/order/src/canary.ts', code: from('@waybill/stack'), rule: BOUNDARY },
  { file: 'libs/messaging/src/canary.ts', code: from('@waybill/order'), rule: BOUNDARY },
  { file: 'libs/messaging/src/canary.ts', code: from('@waybill/contracts'), rule: BOUNDARY },
  { file: 'apps/e2e/src/canary.ts', code: from('@waybill/order'), rule: BOUNDARY },
  { file: 'libs/contracts/src/canary.ts', code: from('@waybill/messaging'), rule: FOLDER },
  { file: 'libs/contracts/src/canary.ts', code: from('pg'), rule: FOLDER },
  { file: 'libs/contracts/src/canary.ts', code: from('@waybill/messaging/contract'), rule: undefined },
  // Between the folders of a service.
  { file: 'apps/order/src/domain/canary.ts', code: from('zod'), rule: FOLDER },
  { file: 'apps/order/src/domain/canary.ts', code: from('node:crypto'), rule: FOLDER },
  { file: 'apps/order/src/domain/canary.ts', code: from('../application/ports.js'), rule: FOLDER },
  { file: 'apps/order/src/domain/canary.ts', code: from('./money.js'), rule: undefined },
  { file: 'apps/order/src/application/canary.ts', code: from('../http/orders.controller.js'), rule: FOLDER },
  { file: 'apps/order/src/application/canary.ts', code: from('../persistence/orders.js'), rule: undefined },
  { file: 'apps/console/src/persistence/canary.ts', code: from('../application/errors.js'), rule: FOLDER },
  { file: 'apps/order/src/application/canary.ts', code: from('pg'), rule: FOLDER },
  {
    file: 'apps/order/src/application/canary.ts',
    code: `import { Controller } from '@nestjs/common';\nController();\n`,
    rule: FOLDER,
  },
  {
    file: 'apps/order/src/application/canary.ts',
    code: `import { Injectable } from '@nestjs/common';\nInjectable();\n`,
    rule: undefined,
  },
  { file: 'apps/order/src/application/deep/canary.ts', code: from('../../domain/order.js'), rule: undefined },
  { file: 'apps/order/src/persistence/canary.ts', code: from('../http/orders.controller.js'), rule: FOLDER },
  { file: 'apps/order/src/persistence/canary.ts', code: from('../application/idempotency.js'), rule: FOLDER },
  { file: 'apps/order/src/http/canary.ts', code: from('../persistence/orders.js'), rule: undefined },
  { file: 'apps/order/src/http/canary.ts', code: from('pg'), rule: FOLDER },
  { file: 'apps/order/src/http/canary.ts', code: from('@nats-io/jetstream'), rule: FOLDER },
  {
    file: 'apps/order/src/http/canary.ts',
    code: from('../application/place-order.use-case.js'),
    rule: undefined,
  },
  { file: 'apps/order/src/application/canary.ts', code: from('@waybill/messaging/testing'), rule: FOLDER },
  { file: 'apps/order/src/application/canary.ts', code: from('@waybill/messaging/operations'), rule: FOLDER },
  {
    file: 'apps/console/src/application/canary.ts',
    code: from('@waybill/messaging/operations'),
    rule: undefined,
  },
  // Between the folders of the messaging library.
  { file: 'libs/messaging/src/outbox/relay/canary.ts', code: from('@nats-io/jetstream'), rule: FOLDER },
  { file: 'libs/messaging/src/jetstream/canary.ts', code: from('@nats-io/jetstream'), rule: undefined },
  { file: 'libs/messaging/src/consumer/canary.ts', code: from('@nestjs/common'), rule: FOLDER },
  { file: 'libs/messaging/src/nest/canary.ts', code: from('@nestjs/common'), rule: undefined },
  { file: 'libs/messaging/src/outbox/canary.ts', code: from('../inbox/inbox.sql.js'), rule: FOLDER },
  { file: 'libs/messaging/src/inbox/canary.ts', code: from('../outbox/outbox.js'), rule: FOLDER },
  { file: 'libs/messaging/src/outbox/canary.ts', code: from('@prisma/client'), rule: FOLDER },
  { file: 'libs/messaging/src/contract/canary.ts', code: from('../errors.js'), rule: FOLDER },
  // Everywhere.
  { file: 'apps/order/src/application/canary.ts', code: 'process.env.PORT;\n', rule: SYNTAX },
  { file: 'apps/order/src/application/canary.ts', code: 'export default 1;\n', rule: SYNTAX },
];

/**
 * Lints code that breaks a rule, and code that almost does. It detects a silent rule: the boundary rule reports nothing
 * if Nx has no graph in its cache, and neither does a glob that matches nothing.
 */
export async function check(): Promise<string[]> {
  const eslint = new ESLint({
    // The files do not exist, so they have no type information.
    overrideConfig: [tseslint.configs.disableTypeChecked].map(({ ...config }) => config as object),
  });
  const errors: string[] = [];
  for (const { file, code, rule } of CANARIES) {
    const [result] = await eslint.lintText(code, { filePath: file });
    const messages = result?.messages ?? [];
    const shown = `${file}: ${code.split('\n')[0]}`;
    const broken = messages.find(({ fatal }) => fatal);
    if (broken) errors.push(`${shown} cannot be linted: ${broken.message}`);
    else if (rule && !messages.some(({ ruleId }) => ruleId === rule))
      errors.push(`${shown} is not reported by ${rule}`);
    const wrong = rule
      ? []
      : messages.filter(({ ruleId }) => [BOUNDARY, FOLDER, SYNTAX].includes(ruleId ?? ''));
    for (const { ruleId, message } of wrong)
      errors.push(`${shown} is wrongly reported by ${ruleId}: ${message}`);
  }
  return errors;
}
