import { expect, it } from '@jest/globals';
import { serviceNames } from '@waybill/stack';
import { renderLaunch } from './render-launch.js';

it('has a debugger for each service, on a port of its own, and one for tests', () => {
  const { configurations } = JSON.parse(renderLaunch()) as {
    configurations: { name: string; request: string; port?: number }[];
  };
  expect(configurations.map(({ name, request, port }) => [name, request, port])).toEqual([
    ...serviceNames.map((name) => [`${name}, served by: npx nx serve ${name}`, 'attach', expect.any(Number)]),
    ['Tests of the open file', 'launch', undefined],
  ]);
  const ports = configurations.flatMap(({ port }) => port ?? []);
  expect(ports).toEqual([...new Set(ports)]);
  expect(ports).toContain(9230); // order: documented
});
