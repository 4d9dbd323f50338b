import { fromServer } from './from-server.ts';
import { shared } from './shared.ts';
import { serve } from './through-port.ts';

/** A shared worker: one for all tabs of a browser, so that together they hold each stream once. */
const streams = shared(fromServer);

globalThis.addEventListener('connect', (event) => {
  for (const port of (event as MessageEvent).ports) serve(port, streams);
});
