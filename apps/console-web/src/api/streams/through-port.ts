import type { News, Source } from './source.ts';

/** What a tab asks of the worker. */
type Request = { listen: string } | { leave: string };
/** What the worker sends. */
interface Update {
  path: string;
  news: News;
}

/** The tab's end: streams that the other end of the port listens to. @param page says when it is hidden and shown */
export function throughPort(
  port: MessagePort,
  page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
): Source {
  const ask = (request: Request) => port.postMessage(request);
  port.start();
  return (path, emit) => {
    const onMessage = ({ data }: MessageEvent<Update>) => {
      if (data.path === path) emit(data.news);
    };
    const leave = () => ask({ leave: path });
    const listen = () => ask({ listen: path });
    // A port does not say that its tab was closed. A page that is shown again from the browser's cache listens again.
    const comeBack = (shown: Event) => {
      if ((shown as PageTransitionEvent).persisted) listen();
    };
    port.addEventListener('message', onMessage);
    page.addEventListener('pagehide', leave);
    page.addEventListener('pageshow', comeBack);
    listen();
    return () => {
      port.removeEventListener('message', onMessage);
      page.removeEventListener('pagehide', leave);
      page.removeEventListener('pageshow', comeBack);
      leave();
    };
  };
}

/** The worker's end. A tab listens to each path once. */
export function serve(port: MessagePort, source: Source): void {
  const stops = new Map<string, () => void>();
  port.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    if ('listen' in data) {
      const { listen: path } = data;
      const before = stops.get(path);
      stops.set(
        path,
        source(path, (news) => port.postMessage({ path, news } satisfies Update)),
      );
      before?.();
    } else {
      stops.get(data.leave)?.();
      stops.delete(data.leave);
    }
  });
  port.start();
}
