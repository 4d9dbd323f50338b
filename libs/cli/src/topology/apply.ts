import type { TopologyReply } from '@waybill/messaging/operations';
import { printResult, type Run } from '../command.js';
import type { Platform } from '../consumers/connect-consumers.js';
import { changesOf } from './changes.js';
import { describe, describeSilent } from './describe.js';
import { wantedBy } from './wanted-by.js';

/** Applies what is wanted by the processes that reply. Exit code 1 if others did not. @throws TopologyRefused, BrokerUnavailable */
export async function applyAction(platform: Platform, services: readonly string[], run: Run): Promise<void> {
  const { wanted, silent } = await wantedBy(platform, services);
  const applied = await changesOf(platform, wanted);
  await applyAll(platform, wanted);
  printResult(run, { applied, silent }, () =>
    [
      applied.length > 0
        ? describe(applied, 'applied: services that wait for it go on within seconds')
        : 'nothing to do: streams and durables are as declared',
      ...describeSilent(silent),
    ].join('\n'),
  );
  if (silent.length > 0) run.exitCode = 1;
}

export async function applyAll(
  { broker }: Pick<Platform, 'broker'>,
  wanted: readonly TopologyReply[],
): Promise<void> {
  const { applyTopology } = await import('@waybill/messaging/operations');
  for (const each of wanted) await applyTopology(broker, each);
}
