import { encode, JSON_TYPE, type MediaType } from './codec.js';
import type { Rejections } from './rejections.js';
import type { Signal } from './signals.js';

/** `Export…ServiceResponse`: empty if everything was taken, else with the number of rejected records and why. */
export function exportResponse(signal: Signal, rejections: Rejections, mediaType: MediaType): Buffer {
  const { count, message } = rejections;
  if (count === 0) return encode({}, mediaType, 'ExportResponse');
  // 64-bit integers are text in JSON.
  const rejected = mediaType === JSON_TYPE ? { [signal.rejectedField]: String(count) } : { rejected: count };
  return encode({ partialSuccess: { ...rejected, errorMessage: message } }, mediaType, 'ExportResponse');
}

/** `google.rpc.Code` of an HTTP status; INTERNAL for all others. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  413: 8,
  415: 3,
  429: 8,
  503: 14,
};
const INTERNAL = 13;

/** `google.rpc.Status`, OTLP's response to a request that failed. */
export function failure(status: number, message: string, mediaType: MediaType): Buffer {
  return encode({ code: RPC_CODES[status] ?? INTERNAL, message }, mediaType, 'RpcStatus');
}
