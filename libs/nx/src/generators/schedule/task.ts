import type { ExistingService } from '../existing-service.ts';

/** The task of a schedule, with what it gets. */
export function taskText(className: string, client: ExistingService['client']): string {
  const isPrisma = client === 'prisma';
  const transaction = isPrisma ? 'Prisma.TransactionClient' : 'SqlTransaction';
  return `import { Injectable } from '@nestjs/common';
import type { ScheduledRun, ScheduledTask${isPrisma ? '' : ', SqlTransaction'} } from '@waybill/messaging';
${isPrisma ? `import type { Prisma } from '../persistence/generated/client.js';\n` : ''}
/** Runs by the clock, and has no effect yet. */
@Injectable()
export class ${className} implements ScheduledTask<${transaction}> {
  /**
   * What is written with the run's \`tx\` takes effect once for each \`due\` time, also if a replica dies meanwhile. Return
   * \`'again'\` to commit a part of much work and be called for the next.
   */
  async run(_run: ScheduledRun<${transaction}>): Promise<void> {}
}
`;
}

export function taskTestText({ variable }: ExistingService, name: string): string {
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@waybill/service/testing';
import { ${variable} } from '../service.js';

let service: TestService;
beforeAll(async () => (service = await startTestService(${variable})));
afterAll(() => service?.close());

it('runs as ${name}', async () => {
  await expect(service.runSchedule('${name}', new Date('2026-12-01T03:00:00.000Z'))).resolves.toBeUndefined();
});
`;
}
