import { printResult, type Run } from '../command.js';
import type { Platform } from '../consumers/connect-consumers.js';
import { changesOf } from './changes.js';
import { describe, describeSilent } from './describe.js';
import { wantedBy } from './wanted-by.js';

/** Exit code 1 if anything differs, or a process does not reply. @throws BrokerUnavailable */
export async function diffAction(platform: Platform, services: readonly string[], run: Run): Promise<void> {
  const { wanted, silent } = await wantedBy(platform, services);
  const changes = await changesOf(platform, wanted);
  printResult(run, { changes, silent }, () =>
    [
      changes.length > 0
        ? describe(changes, 'topology apply does that')
        : 'nothing differs: streams and durables are as declared',
      ...describeSilent(silent),
    ].join('\n'),
  );
  if (changes.length + silent.length > 0) run.exitCode = 1;
}
