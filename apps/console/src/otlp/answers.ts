import { encode, JSON_TYPE, type MediaType } from './codec.js';
import type { Rejections } from './rejections.js';
import type { Signal } from './signals.js';

/** `Export…ServiceResponse`: empty where everything was taken, else with how many were refused and why. */
export function exportResponse(signal: Signal, rejections: Rejections, mediaType: MediaType): Buffer {
  const { count, message } = rejections;
  if (count === 0) return encode({}, mediaType, 'ExportResponse');
  // 64-bit integers are text in JSON.
  const rejected = mediaType === JSON_TYPE ? { [signal.rejectedField]: String(count) } : { rejected: count };
  return encode({ partialSuccess: { ...rejected, errorMessage: message } }, mediaType, 'ExportResponse');
}

/** `google.rpc.Code` */
export const RPC_CODES = { invalidArgument: 3, resourceExhausted: 8 } as const;

/** `google.rpc.Status`, what OTLP has for a request that failed. */
export function failure(code: number, message: string, mediaType: MediaType): Buffer {
  return encode({ code, message }, mediaType, 'RpcStatus');
}
