import type { CommandPlan, HandlerPlan, ServicePlan } from '../plan.ts';

/** The service as it runs, with a migrated database and a nats-server of its own. */
export function integrationTestText(plan: ServicePlan): string {
  const { variable, contractsPackage, handlers, command, http, projections, client } = plan;
  const events = [
    ...handlers.map(({ event }) => event.exportName),
    ...[...handlers, command].flatMap((each) => each?.publishes?.exportName ?? []),
  ];
  const makesKeys = handlers.some(({ key }) => key.isInData);
  const tests = [
    ...handlers.map((handler) => handlerTest(plan, handler)),
    ...(command ? [commandTest(command)] : []),
    ...(client === 'none' ? [plainTest(plan)] : []),
  ];
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
${events.length > 0 ? `import { ${[...new Set(events)].sort().join(', ')} } from '${contractsPackage}';\n` : ''}import { startTestService, type TestService } from '@waybill/service/testing';
${makesKeys ? `import { randomUUID } from 'node:crypto';\n` : ''}${
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
${tests.join('')}`;
}

/** Where the service keeps what it was told, it is told twice: only the first message may have an effect. */
export function handlerTest(
  plan: Pick<ServicePlan, 'http'>,
  { event, key, records, publishes }: HandlerPlan,
): string {
  const { exportName, type } = event;
  const data = key.isInData
    ? `{ ...${exportName}.example!, ${key.field}: randomUUID() }`
    : `${exportName}.example!`;
  const id = key.isInData ? `data.${key.field}` : `${exportName}.key(data)`;
  const what = [
    ...(records ? [`records ${type}`] : []),
    ...(publishes ? [`publishes ${publishes.type}${records ? '' : ` when ${type}`}`] : []),
  ].join(' and ');
  const effects = [
    ...(records ? [plan.http ? responseOf(id, records) : foundBy(id, records)] : []),
    ...(publishes
      ? [
          `expect(await service.published(${publishes.exportName})).toEqual([{ ${publishes.key.field}: ${id}, ${publishes.timeField}: expect.any(String) }]);`,
        ]
      : []),
  ];
  return `
it('${what ? `${what}${records ? ', once' : ''}` : `takes ${type}`}', async () => {
  const data = ${data};
  await service.publish(${exportName}, data${records ? ', data' : ''});
  await service.caughtUp();
  ${effects.join('\n  ') || `expect((await fetch(\`\${service.url}/health/ready\`)).status).toBe(200);`}
});
`;
}

type Records = NonNullable<HandlerPlan['records']>;

function responseOf(id: string, { projection: { file, key }, fact }: Records): string {
  const at = fact.isInData ? `data.${fact.field}` : 'expect.any(String)';
  const path = key.isInData ? id : `encodeURIComponent(${id})`;
  return `const response = await fetch(\`\${service.url}/${file}/\${${path}}\`);
  expect(await response.json()).toEqual({ ${key.field}: ${id}, history: [{ event: '${fact.type}', at: ${at} }] });`;
}

function foundBy(id: string, { projection: { model }, fact }: Records): string {
  const at = fact.isInData ? `new Date(data.${fact.field})` : 'expect.any(Date)';
  return `const found = await service.app.get(${model}Projection).find(${id});
  expect(found?.${fact.field}).toEqual(${at});`;
}

function commandTest({ projection: { file, key }, fact, publishes }: CommandPlan): string {
  const published = publishes
    ? `
  await service.caughtUp();
  expect(await service.published(${publishes.exportName})).toEqual([{ ${key.field}, ${fact.field}: expect.any(String) }]);`
    : '';
  return `
it('records what a request begins${publishes ? ` and publishes ${publishes.type}` : ''}', async () => {
  const created = await fetch(\`\${service.url}/${file}\`, { method: 'POST' });
  expect(created.status).toBe(201);
  const { ${key.field} } = (await created.json()) as { ${key.field}: string };
  const response = await fetch(\`\${service.url}/${file}/\${${key.field}}\`);
  expect(await response.json()).toEqual({ ${key.field}, history: [{ event: '${fact.type}', at: expect.any(String) }] });${published}
});
`;
}

function plainTest({ name }: ServicePlan): string {
  return `
it('greets who is named, and refuses what it does not know', async () => {
  const response = await fetch(\`\${service.url}/${name}?name=Ada\`);
  expect(await response.json()).toEqual({ greeting: 'Hello, Ada' });
  expect((await fetch(\`\${service.url}/${name}?nmae=Ada\`)).status).toBe(400);
});
`;
}
