import type { DeclaredEvent } from '../contracts.ts';
import type { ExistingService } from '../existing-service.ts';

/** The service as it runs, sent the event twice. */
export function handlerTestText(
  { variable, contractsPackage }: ExistingService,
  { exportName, type }: DeclaredEvent,
): string {
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ${exportName} } from '${contractsPackage}';
import { startTestService, type TestService } from '@waybill/service/testing';
import { ${variable} } from '../service.js';

let service: TestService;
beforeAll(async () => (service = await startTestService(${variable})));
afterAll(() => service?.close());

it('handles ${type}', async () => {
  const data = ${exportName}.example!;
  await service.publish(${exportName}, data, data);
  await service.caughtUp(); // an event that is not handled would still be there
  expect(await service.published(${exportName})).toEqual([data, data]);
});
`;
}
