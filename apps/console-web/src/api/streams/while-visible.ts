import type { Source } from './source.ts';

/** Without a shared worker: a hidden tab holds no stream. What it missed is refreshed when the stream says hello again. */
export function whileVisible(
  source: Source,
  page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>,
): Source {
  return (path, emit) => {
    let stop: (() => void) | undefined;
    const look = () => {
      if (page.hidden) {
        stop?.();
        stop = undefined;
      } else {
        stop ??= source(path, emit);
      }
    };
    look();
    page.addEventListener('visibilitychange', look);
    return () => {
      page.removeEventListener('visibilitychange', look);
      stop?.();
    };
  };
}
