/** What comes down a stream of server-sent events: an event, or that nothing can be heard at the moment. */
export type News = { event: string; data: string } | 'broken';

/** Tells what comes down the stream at this address, over breaks, until it is called off. */
export type Source = (path: string, tell: (news: News) => void) => () => void;
