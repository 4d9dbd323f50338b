import type { RebuildRequest, RewindRequest } from '@waybill/messaging/operations';
import { print, printResult, type Run } from '../command.js';
import { figure } from '../format.js';
import { pollUntil } from '../poll-until.js';
import { Progress } from '../progress.js';
import type { Platform } from './connect-consumers.js';
import { applyAll } from '../topology/apply.js';
import { wantedBy } from '../topology/wanted-by.js';
import { listAll, serviceOf } from './list.js';

/** Asks the consumer's service to rewind it, then shows its progress until it has caught up. */
export async function rewindAction(platform: Platform, request: RewindRequest, run: Run): Promise<void> {
  const service = await serviceOf(platform, request.consumer);
  const rewound = await platform.link.ask(service, 'consumers.rewind', request);
  const { fromWantedDurable } = await import('@waybill/messaging/operations');
  for (const durable of rewound.left ?? [])
    await platform.broker.admin.reposition(fromWantedDurable(durable));
  if (!run.json) {
    for (const { stream, at } of rewound.stands) print(run, `${rewound.consumer}: ${stream} from ${at} on`);
    print(
      run,
      request.repeat
        ? `${figure(rewound.repeated)} handled messages take effect again`
        : 'messages that were handled before take no effect again',
    );
  }
  await finish(platform, rewound, run);
}

/** Asks the consumer's service to empty its projection, then shows its progress through the history. */
export async function rebuildAction(platform: Platform, request: RebuildRequest, run: Run): Promise<void> {
  const service = await serviceOf(platform, request.consumer);
  const rebuilt = await platform.link.ask(service, 'consumers.rebuild', request);
  if (rebuilt.left) await applyAll(platform, (await wantedBy(platform, [service])).wanted);
  if (!run.json) print(run, `${rebuilt.consumer}: emptied, its history is handled again`);
  await finish(platform, rebuilt, run);
}

async function finish(
  platform: Platform,
  moved: { consumer: string; ahead: number },
  run: Run,
): Promise<void> {
  const progress = new Progress(run.stderr);
  let most = moved.ahead;
  const remaining = await pollUntil({
    read: () => aheadOf(platform, moved.consumer),
    isDone: (left) => left === 0,
    onProgress: (left) => {
      most = Math.max(most, left);
      progress.update(() => `handled again: ${figure(most - left)} of ${figure(most)}`);
    },
    signal: run.signal,
  });
  progress.clear();
  printResult(run, { ...moved, remaining }, () =>
    remaining === 0
      ? 'it has caught up'
      : `it has ${figure(remaining)} messages still to handle: consumers list shows its progress`,
  );
}

async function aheadOf(platform: Platform, consumer: string): Promise<number> {
  const found = (await listAll(platform)).find((each) => each.consumer === consumer);
  return found ? found.pending + found.ackPending : 0;
}
