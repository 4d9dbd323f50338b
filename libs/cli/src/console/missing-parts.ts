import type { StreamsResponse } from '@waybill/console-api';

/** What a service declares and the broker lacks: an operator deleted it, or the broker lost its data. */
export interface MissingPart {
  readonly kind: 'stream' | 'durable';
  readonly name: string;
  readonly stream: string;
  /** The service that the durable belongs to. */
  readonly service?: string;
}

/** None while the broker is down: then it is not known. */
export function missingParts({ reachable, streams }: StreamsResponse): MissingPart[] {
  if (!reachable) return [];
  return streams.flatMap(({ name: stream, missing, consumers }): MissingPart[] => [
    ...(missing ? [{ kind: 'stream' as const, name: stream, stream }] : []),
    ...consumers.flatMap(({ service, durables }) =>
      durables
        .filter((durable) => durable.missing)
        .map(({ name }) => ({ kind: 'durable' as const, name, stream, service })),
    ),
  ]);
}

export function describeMissing({ kind, name, stream, service }: MissingPart): string {
  return kind === 'stream'
    ? `MISSING  stream ${name}: what is published to it waits in the outboxes`
    : `MISSING  durable ${name} of ${stream}: ${service} gets none of its messages`;
}
