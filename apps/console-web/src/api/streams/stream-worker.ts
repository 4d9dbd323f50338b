import { fromServer } from './from-server.ts';
import { shared } from './shared.ts';
import { serve } from './through-port.ts';

/** A shared worker: all tabs of a browser hold each stream once between them. */
const streams = shared(fromServer);

globalThis.addEventListener('connect', (event) => {
  for (const port of (event as MessageEvent).ports) serve(port, streams);
});
