/**
 * A service's program, on the release that the file LAB_RELEASES/SERVICE names: the current one, or one whose consumers
 * have half or twice as many partitions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runService } from '@waybill/service';

const { LAB_MAIN: main, LAB_SERVICE: name, LAB_RELEASES: folder } = process.env;

if (release() === 'next') {
  await runService(async () => next((await import(new URL('service.js', main).href))[name]));
} else {
  await import(main);
}

function release() {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return 'current';
    throw error;
  }
}

function next(service) {
  const subscriptions = service.subscriptions.map((consumer) =>
    consumer.mode === 'key' ? { ...consumer, partitions: consumer.partitions === 8 ? 4 : 8 } : consumer,
  );
  return { ...service, subscriptions };
}
