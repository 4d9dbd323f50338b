import { createHash } from 'node:crypto';
import { streamOf } from '../contract/index.js';
import { CE_DATA_REF } from '../message/cloud-events.js';
import type { Headers } from '../transport/transport.js';

/** The first token of the subjects of stored payloads. No domain can be called so. */
export const PAYLOAD_SUBJECT = 'dataref';

/** Well below nats-server's default `max_payload`. Part of the wire format: a reference says how many bytes, not how many parts. */
export const PART_BYTES = 256 * 1024;

/** Where the data of an event is stored, and what it has to be: the claim that the message carries instead of it. */
export interface DataReference {
  domain: string;
  /** SHA-256 of the data as JSON in UTF-8, in hex. */
  digest: string;
  bytes: number;
}

export const REFERENCE_PREFIX = 'urn:waybill:payload:';

const URN = /^urn:waybill:payload:([a-z0-9-]+):sha256:([0-9a-f]{64}):([1-9]\d{0,8})$/;

/** The stream in which a domain's payloads are stored. */
export function payloadStreamOf(domain: string): string {
  return `${streamOf(domain)}_PAYLOADS`;
}

export function referenceTo(domain: string, body: string): DataReference {
  const bytes = Buffer.from(body);
  return { domain, digest: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** As the value of the header `ce-dataref`, CloudEvents' own extension for this. */
export function formatReference({ domain, digest, bytes }: DataReference): string {
  return `${REFERENCE_PREFIX}${domain}:sha256:${digest}:${bytes}`;
}

/** Undefined if the message carries its data itself, or refers to a store of somebody else. */
export function referenceIn(headers: Headers): DataReference | undefined {
  const [, domain, digest, bytes] = URN.exec(headers[CE_DATA_REF] ?? '') ?? [];
  return domain && digest && bytes ? { domain, digest, bytes: Number(bytes) } : undefined;
}

/** The subject of each part, in order. */
export function partSubjects({ domain, digest, bytes }: DataReference): string[] {
  const parts = Math.ceil(bytes / PART_BYTES);
  return Array.from({ length: parts }, (_, part) => `${PAYLOAD_SUBJECT}.${domain}.${digest}.${part}`);
}
