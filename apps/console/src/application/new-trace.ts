import type { TraceIds } from '../domain/trace-ids.js';

export function newTrace(): TraceIds {
  return { traceId: randomHex(16), spanId: randomHex(8) };
}

function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}
