import { fromServer } from './from-server.ts';
import { shared } from './shared.ts';
import type { Source } from './source.ts';
import { throughPort } from './through-port.ts';
import { whileVisible } from './while-visible.ts';

let source: Source | undefined;

/**
 * Listens to a stream that all tabs of this browser share: a browser makes at most six connections to a host over
 * HTTP/1.1, and with a stream per tab the seventh would get none.
 */
export const listenTo: Source = (path, emit) => (source ??= shared(ofThisBrowser()))(path, emit);

function ofThisBrowser(): Source {
  const own = whileVisible(fromServer, document);
  return typeof SharedWorker === 'undefined' ? own : throughWorker(own);
}

/** @param fallback if the worker cannot be loaded: a page from before the last build asks for a file that is gone */
function throughWorker(fallback: Source): Source {
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
    type: 'module',
    name: 'streams',
  });
  const remote = throughPort(worker.port, window);
  let failed = false;
  worker.addEventListener('error', () => (failed = true));
  return (path, emit) => {
    if (failed) return fallback(path, emit);
    let stop = remote(path, emit);
    const replace = () => {
      stop();
      stop = fallback(path, emit);
    };
    worker.addEventListener('error', replace, { once: true });
    return () => {
      worker.removeEventListener('error', replace);
      stop();
    };
  };
}
