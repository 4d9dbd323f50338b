/** What comes from a stream of server-sent events: an event, or that the stream is broken for now. */
export type News = { event: string; data: string } | 'broken';

/** Listens to the stream at this path, across breaks, until the returned function is called. */
export type Source = (path: string, emit: (news: News) => void) => () => void;
