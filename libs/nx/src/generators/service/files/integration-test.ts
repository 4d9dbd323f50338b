import type { HandlerPlan, ServicePlan } from '../plan.ts';

/** The service as it runs, with a migrated database and a nats-server of its own. */
export function integrationTestText(plan: ServicePlan): string {
  const { variable, contractsPackage, handlers, http, database } = plan;
  const tests = handlers.map((handler) => testOf(plan, handler));
  const events = [
    ...new Set(
      handlers.flatMap(({ fact, publishes }) => [
        fact.event.exportName,
        ...(publishes ? [publishes.exportName] : []),
      ]),
    ),
  ].sort();
  const projections = http ? [] : plan.projections;
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
${events.length > 0 ? `import { ${events.join(', ')} } from '${contractsPackage}';\n` : ''}import { startTestService, type TestService } from '@waybill/service/testing';
${handlers.length > 0 ? `import { eventually } from '@waybill/testing';\n` : ''}${
    database === 'none'
      ? ''
      : projections
          .map(
            ({ model, file }) =>
              `import { ${model}Projection } from './persistence/${file}-projection.js';\n`,
          )
          .join('')
  }import { ${variable} } from './service.js';

let service: TestService;
beforeAll(async () => (service = await startTestService(${variable})));
afterAll(() => service?.close());

it('is ready', async () => {
  const { status } = await fetch(\`\${service.url}/health/ready\`);
  expect(status).toBe(200);
});
${tests.join('')}`;
}

function testOf({ http }: ServicePlan, { fact, projection, publishes }: HandlerPlan): string {
  const { exportName, type } = fact.event;
  const { key, file, model } = projection;
  const id = key.inData ? `data.${key.field}` : `${exportName}.key(data)`;
  const read = http
    ? `const read = async () => {
    const response = await fetch(\`\${service.url}/${file}/\${encodeURIComponent(${id})}\`);
    return response.ok ? response.json() : undefined;
  };`
    : `const read = () => service.app.get(${model}Projection).find(${id});`;
  const expected = http
    ? `{ history: expect.arrayContaining([{ event: '${type}', at: expect.any(String) }]) }`
    : `{ ${fact.field}: expect.any(Date) }`;
  const published = publishes
    ? `
  const published = await eventually(async () => (await service.published(${publishes.exportName}))[0]);
  expect(published).toMatchObject({ ${publishes.key.field}: ${id} });`
    : '';
  return `
it('records ${type}${publishes ? ` and publishes ${publishes.type}` : ''}', async () => {
  const data = ${exportName}.example!;
  ${read}
  expect(await read()).${http ? 'toBeUndefined' : 'toBeFalsy'}();
  await service.publish(${exportName}, data);
  expect(await eventually(async () => (await read()) ?? undefined)).toMatchObject(${expected});${published}
});
`;
}
