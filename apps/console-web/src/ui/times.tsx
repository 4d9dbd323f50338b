import { formatAgo, formatDuration, formatMoment } from './format.ts';
import { useNow } from './use-now.ts';

/** A moment on the reader's clock, or how long ago; the whole of it in UTC is the tooltip. */
export function Timestamp({ at, relative = false }: { at: string; relative?: boolean }) {
  return relative ? (
    <Ago at={at} />
  ) : (
    <time dateTime={at} title={at} className="figures">
      {formatMoment(at, new Date())}
    </time>
  );
}

function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={at} className="figures">
      {formatAgo(at, now)}
    </time>
  );
}

export function Duration({ ms }: { ms: number }) {
  return <span className="figures">{formatDuration(ms)}</span>;
}
