import type { News, Source } from './source.ts';

interface Stream {
  readonly listeners: Set<(news: News) => void>;
  /** The last of each event since the stream was last broken: what a late listener has missed. */
  readonly latest: Map<string, News>;
  broken: boolean;
  stop: () => void;
}

/**
 * One stream for all listeners of a path, open while there are any. A late listener gets the last of each event at once,
 * or that the stream is broken.
 */
export function shared(source: Source): Source {
  const streams = new Map<string, Stream>();

  const open = (path: string): Stream => {
    const stream: Stream = { listeners: new Set(), latest: new Map(), broken: false, stop: () => {} };
    streams.set(path, stream);
    stream.stop = source(path, (news) => {
      stream.broken = news === 'broken';
      if (news === 'broken') stream.latest.clear();
      else stream.latest.set(news.event, news);
      for (const emit of [...stream.listeners]) emit(news);
    });
    return stream;
  };

  return (path, emit) => {
    const stream = streams.get(path) ?? open(path);
    // The same function may listen twice.
    const listener = (news: News) => emit(news);
    stream.listeners.add(listener);
    if (stream.broken) emit('broken');
    else for (const news of stream.latest.values()) emit(news);
    return () => {
      if (!stream.listeners.delete(listener) || stream.listeners.size > 0) return;
      streams.delete(path);
      stream.stop();
    };
  };
}
