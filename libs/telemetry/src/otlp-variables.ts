import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { everyEntry, least, word, type Read } from './variables.js';

/** OTLP over HTTP, in one of its two encodings. */
export type Protocol = 'http/protobuf' | 'http/json';

export type SignalName = 'TRACES' | 'METRICS' | 'LOGS';

const NO_GRPC =
  'grpc is not supported; use http/protobuf, which receivers take too (usually at port 4318, not 4317)';

const file = z.string().refine(existsSync, 'must be the path of a file');
const SETTINGS: Record<string, z.ZodType> = {
  ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an address such as http://localhost:4318' }),
  HEADERS: z.string().refine(areHeaders, 'must be name=value, separated by commas, values percent-encoded'),
  COMPRESSION: z.enum(['gzip', 'none'], 'must be gzip or none'),
  CERTIFICATE: file,
  CLIENT_CERTIFICATE: file,
  CLIENT_KEY: file,
  TIMEOUT: least(1),
};
const protocol = z
  .string()
  .refine((value) => value.toLowerCase() !== 'grpc', { error: NO_GRPC, abort: true })
  .pipe(word(['http/protobuf', 'http/json']));

/**
 * The encoding in which a signal is sent by OTLP. Its other settings are only checked: the exporters read them, but of a
 * wrong value they would only warn, or fail at each export.
 */
export function readProtocol(read: Read, signal: SignalName): Protocol {
  for (const [setting, schema] of Object.entries(SETTINGS)) read(schema, ...namesOf(signal, setting));
  return read(protocol, ...namesOf(signal, 'PROTOCOL')) ?? 'http/protobuf';
}

/** A signal's own variable, and the one for all. */
export function namesOf(signal: SignalName, setting: string): [string, string] {
  return [`OTEL_EXPORTER_OTLP_${signal}_${setting}`, `OTEL_EXPORTER_OTLP_${setting}`];
}

/** By the exporters' own parser, which leaves out what it does not understand. */
function areHeaders(text: string): boolean {
  return everyEntry(text, (entry) => [...new Headers(parseKeyPairsIntoRecord(entry))].length === 1);
}
