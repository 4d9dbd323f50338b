import type { News, Source } from './source.ts';

/** What a tab asks of the worker. */
type Request = { listen: string } | { leave: string };
/** What the worker sends. */
interface Told {
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
  return (path, tell) => {
    const hear = ({ data }: MessageEvent<Told>) => {
      if (data.path === path) tell(data.news);
    };
    const leave = () => ask({ leave: path });
    const listen = () => ask({ listen: path });
    // A port does not say that its tab was closed. A page that is shown again from the browser's cache listens again.
    const comeBack = (shown: Event) => {
      if ((shown as PageTransitionEvent).persisted) listen();
    };
    port.addEventListener('message', hear);
    page.addEventListener('pagehide', leave);
    page.addEventListener('pageshow', comeBack);
    listen();
    return () => {
      port.removeEventListener('message', hear);
      page.removeEventListener('pagehide', leave);
      page.removeEventListener('pageshow', comeBack);
      leave();
    };
  };
}

/** The worker's end. A tab listens to each path once. */
export function serve(port: MessagePort, source: Source): void {
  const heard = new Map<string, () => void>();
  port.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    if ('listen' in data) {
      const { listen: path } = data;
      const before = heard.get(path);
      heard.set(
        path,
        source(path, (news) => port.postMessage({ path, news } satisfies Told)),
      );
      before?.();
    } else {
      heard.get(data.leave)?.();
      heard.delete(data.leave);
    }
  });
  port.start();
}
