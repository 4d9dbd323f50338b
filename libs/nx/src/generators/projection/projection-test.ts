import type { ExistingService } from '../existing-service.ts';
import { handlerTest } from '../service/files/integration-test.ts';
import type { HandlerPlan } from '../service/plan.ts';

/** The service as it runs: told of the event twice, it knows it once. */
export function projectionTestText(
  { variable, contractsPackage }: ExistingService,
  handler: HandlerPlan,
): string {
  const { event, key } = handler;
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ${event.exportName} } from '${contractsPackage}';
import { startTestService, type TestService } from '@waybill/service/testing';
${key.isInData ? `import { randomUUID } from 'node:crypto';\n` : ''}import { ${variable} } from '../service.js';

let service: TestService;
beforeAll(async () => (service = await startTestService(${variable})));
afterAll(() => service?.close());
${handlerTest({ http: true }, handler)}`;
}
