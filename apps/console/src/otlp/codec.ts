import protobuf from 'protobufjs/light.js';
import { OTLP } from './descriptor.js';
import { MalformedExport } from './errors.js';
import { isMessage, type Fields } from './values.js';

export const JSON_TYPE = 'application/json';
export const PROTOBUF_TYPE = 'application/x-protobuf';
export const MEDIA_TYPES = [JSON_TYPE, PROTOBUF_TYPE] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

const root = protobuf.Root.fromJSON(OTLP);

/**
 * A request as an object with OTLP's JSON field names. Its fields are not checked, and differ between the encodings
 * (values.ts reads both): ids are hex or bytes, 64-bit integers text, numbers or `Long`.
 *
 * @throws MalformedExport
 */
export function decode(body: Buffer, mediaType: MediaType, messageType: string): Fields {
  try {
    if (mediaType === PROTOBUF_TYPE) return root.lookupType(messageType).decode(body) as unknown as Fields;
    const message: unknown = JSON.parse(body.toString());
    if (isMessage(message)) return message;
    throw new TypeError('it is not an object');
  } catch (cause) {
    const format = mediaType === JSON_TYPE ? 'JSON' : 'protobuf';
    const { message } = cause as Error;
    throw new MalformedExport(`The body is not a valid ${messageType} in ${format}: ${message}`, { cause });
  }
}

/** In the encoding of the request. Undefined members are left out. */
export function encode(message: object, mediaType: MediaType, messageType: string): Buffer {
  if (mediaType === JSON_TYPE) return Buffer.from(JSON.stringify(message));
  const type = root.lookupType(messageType);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}
