import type { Source } from './source.ts';

/** The events of all the platform's streams. */
const EVENTS = ['message', 'hello', 'changed'] as const;
const RECONNECT_MS = 2_000;

/** A stream over a connection of its own, one of the six that a browser makes to a host. */
export const fromServer: Source = (path, emit) => {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(path);
    for (const event of EVENTS) {
      source.addEventListener(event, ({ data }: MessageEvent<string>) => emit({ event, data }));
    }
    source.addEventListener('error', () => {
      emit('broken');
      // The browser reconnects by itself after a broken connection, not after a response that is not a stream.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
};
