import { describe, expect, it } from '@jest/globals';
import type { StreamsResponse } from '@waybill/console-api';
import type { PartStatus } from '@waybill/stack';
import { call } from './call.fixture.js';
import { CliError } from './cli-error.js';
import type { ConsoleLink } from './console/console-link.js';
import { status as addStatus } from './status.command.js';

const healthy: PartStatus = { name: 'nats', healthy: true, detail: '2.15.1', address: 'nats://x' };
const durable = { name: 'analytics-express-0', missing: true };
const answer = (reachable: boolean) =>
  ({
    reachable,
    streams: [
      { name: 'ORDER', missing: false, consumers: [{ service: 'analytics', durables: [durable] }] },
      { name: 'BEHAVIOR', missing: true, consumers: [] },
    ],
  }) as unknown as StreamsResponse;

async function status(ask: () => Promise<StreamsResponse>, ...flags: string[]) {
  const link = { get: ask } as unknown as ConsoleLink;
  const command = addStatus(
    async () => link,
    async () => [healthy],
  );
  return call(command, 'status', ...flags);
}

describe('waybill status', () => {
  it('names what a service declares and the broker lacks, and fails', async () => {
    const { exitCode, stdout } = await status(async () => answer(true));
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'MISSING  durable analytics-express-0 of ORDER: analytics gets none of its messages',
    );
    expect(stdout).toContain('MISSING  stream BEHAVIOR');
    const { stdout: json } = await status(async () => answer(true), '--json');
    expect(JSON.parse(json)).toMatchObject({
      healthy: false,
      missing: [
        { kind: 'durable', name: 'analytics-express-0', stream: 'ORDER', service: 'analytics' },
        { kind: 'stream', name: 'BEHAVIOR', stream: 'BEHAVIOR' },
      ],
    });
  });

  it('claims nothing while the broker, or the console that would ask it, is down', async () => {
    expect(await status(async () => answer(false))).toMatchObject({ exitCode: 0 });
    const down = () => Promise.reject(new CliError('the console does not respond'));
    const { exitCode, stdout } = await status(down, '--json');
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { missing: null }]);
  });
});
