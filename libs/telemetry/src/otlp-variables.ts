import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { accessSync, constants } from 'node:fs';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Variables } from './variables.js';

/** OTLP over HTTP, in one of its two encodings. */
export const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export type SignalName = 'TRACES' | 'METRICS' | 'LOGS';

/**
 * How a signal is to be sent by OTLP. Where to, and with what headers, certificates and so on, the exporters read
 * themselves: of that they would only warn, or fail with each export, so it is looked at here.
 */
export function readProtocol(variables: Variables, signal: SignalName): Protocol {
  const set = (setting: string) =>
    variables.firstSet(`OTEL_EXPORTER_OTLP_${signal}_${setting}`, `OTEL_EXPORTER_OTLP_${setting}`);
  const check = (setting: string, isRight: (value: string) => boolean, why: string) => {
    const name = set(setting);
    if (name !== undefined && !isRight(variables.text(name)!)) variables.refuse(name, why);
  };

  check('ENDPOINT', isHttpAddress, 'must be an address such as http://localhost:4318');
  check('HEADERS', areHeaders, 'must be name=value, separated by commas, values percent-encoded');
  check('COMPRESSION', (value) => /^(gzip|none)$/.test(value), 'must be gzip or none');
  for (const file of ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY']) {
    check(file, isReadable, 'must be the path of a file that this process can read');
  }
  const timeout = set('TIMEOUT');
  if (timeout !== undefined) variables.number(timeout, { min: 1 });

  const protocol = set('PROTOCOL');
  if (protocol === undefined) return 'http/protobuf';
  if (variables.text(protocol)!.toLowerCase() !== 'grpc') {
    return variables.word(protocol, PROTOCOLS) ?? 'http/protobuf';
  }
  variables.refuse(
    protocol,
    'grpc is not spoken here; use http/protobuf, which receivers take too (at port 4318 as a rule, not 4317)',
  );
  return 'http/protobuf';
}

function isHttpAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** By the exporters' own parser, which leaves out what it does not understand. */
function areHeaders(value: string): boolean {
  return value.split(',').every((entry) => {
    if (entry.trim() === '') return true;
    const [header] = Object.entries(parseKeyPairsIntoRecord(entry));
    if (!header) return false;
    try {
      validateHeaderName(header[0]);
      validateHeaderValue(...header);
      return true;
    } catch {
      return false;
    }
  });
}
