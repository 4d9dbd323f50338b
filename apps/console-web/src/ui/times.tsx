import { formatAgo, formatMoment } from './format.ts';
import { useNow } from './use-now.ts';

/** A moment on the reader's clock, or how long ago; the tooltip has it in full, in UTC. */
export function Timestamp({ at, relative = false }: { at: string; relative?: boolean }) {
  return (
    <time dateTime={at} title={at} className="figures">
      {relative ? <Ago at={at} /> : formatMoment(at, new Date())}
    </time>
  );
}

function Ago({ at }: { at: string }) {
  return formatAgo(at, useNow());
}
