import type { HandlerPlan, ServicePlan } from '../plan.ts';

/** The service as it runs, with a migrated database and a nats-server of its own. */
export function integrationTestText(plan: ServicePlan): string {
  const { variable, contractsPackage, handlers, http, projections } = plan;
  const events = handlers.flatMap(({ fact, publishes }) => [
    fact.event.exportName,
    ...(publishes ? [publishes.exportName] : []),
  ]);
  const usesOwnKeys = projections.some(({ key }) => key.isInData);
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
${events.length > 0 ? `import { ${[...new Set(events)].sort().join(', ')} } from '${contractsPackage}';\n` : ''}import { startTestService, type TestService } from '@waybill/service/testing';
${usesOwnKeys ? `import { randomUUID } from 'node:crypto';\n` : ''}${
    http
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
${handlers.length > 0 ? handlers.map((handler) => testOf(plan, handler)).join('') : READY}`;
}

const READY = `
it('is ready', async () => {
  const response = await fetch(\`\${service.url}/health/ready\`);
  expect(response.status).toBe(200);
});
`;

/** Each message twice: only the first may have an effect. */
function testOf({ http }: ServicePlan, { fact, projection, publishes }: HandlerPlan): string {
  const { exportName, type } = fact.event;
  const { key, file, model } = projection;
  const data = key.isInData
    ? `{ ...${exportName}.example!, ${key.field}: randomUUID() }`
    : `${exportName}.example!`;
  const id = key.isInData ? `data.${key.field}` : `${exportName}.key(data)`;
  const at = fact.isInData ? `data.${fact.field}` : 'expect.any(String)';
  const effect = http
    ? `const response = await fetch(\`\${service.url}/${file}/\${${key.isInData ? id : `encodeURIComponent(${id})`}}\`);
  expect(await response.json()).toEqual({ ${key.field}: ${id}, history: [{ event: '${type}', at: ${at} }] });`
    : `const found = await service.app.get(${model}Projection).find(${id});
  expect(found?.${fact.field}).toEqual(${fact.isInData ? `new Date(${at})` : 'expect.any(Date)'});`;
  const published = publishes
    ? `
  const published = { ${publishes.key.field}: ${id}, ${publishes.timeField}: expect.any(String) };
  expect(await service.published(${publishes.exportName})).toEqual([published]);`
    : '';
  return `
it('records ${type}${publishes ? ` and publishes ${publishes.type}` : ''}, once', async () => {
  const data = ${data};
  await service.publish(${exportName}, data, data);
  await service.caughtUp();
  ${effect}${published}
});
`;
}
