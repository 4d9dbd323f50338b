import type { Source } from './source.ts';

/** The names of all events that the platform's streams have. */
const EVENTS = ['message', 'hello', 'changed'] as const;
const RECONNECT_MS = 2_000;

/** A stream of one's own: it takes one of the six connections that a browser makes to a host. */
export const fromServer: Source = (path, tell) => {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(path);
    for (const event of EVENTS) {
      source.addEventListener(event, ({ data }: MessageEvent<string>) => tell({ event, data }));
    }
    source.addEventListener('error', () => {
      tell('broken');
      // The browser comes back by itself after a broken line, not after an answer that is no stream of events.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
};
