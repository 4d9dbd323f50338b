import type { PauseRequest } from '@waybill/messaging/operations';
import { printResult, type Run } from '../command.js';
import type { Platform } from './connect-consumers.js';
import { serviceOf } from './list.js';

/** Asks the consumer's service to pause it: its processes obey within a second. */
export async function pauseAction(platform: Platform, request: PauseRequest, run: Run): Promise<void> {
  const service = await serviceOf(platform, request.consumer);
  const paused = await platform.link.ask(service, 'consumers.pause', request);
  const end = paused.until ? `until ${paused.until}` : `until: waybill consumers resume ${paused.consumer}`;
  printResult(run, paused, () => `${paused.consumer} is paused ${end}`);
}

export async function resumeAction(platform: Platform, consumer: string, run: Run): Promise<void> {
  const service = await serviceOf(platform, consumer);
  const resumed = await platform.link.ask(service, 'consumers.resume', { consumer });
  printResult(run, resumed, () =>
    resumed.wasPaused
      ? `${resumed.consumer} goes on from where it stands`
      : `${resumed.consumer} was not paused`,
  );
}
