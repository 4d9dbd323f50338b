import type { Attributes, AttributeValue } from '@waybill/console-api';
import { storable } from '@waybill/service/postgres';
import { MalformedExport } from './errors.js';

/** A decoded message, unchecked. */
export type Fields = Record<string, unknown>;

/** Deeper attributes are cut: the stack is limited. */
const DEEPEST = 16;

/**
 * The message in a field; if it is not set, one without fields.
 *
 * @throws MalformedExport the field holds something else
 */
export function messageIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (value === undefined || value === null) return {};
  if (isMessage(value)) return value;
  throw new MalformedExport(`"${name}" is not an object.`);
}

/**
 * The messages in a repeated field.
 *
 * @throws MalformedExport the field holds something else
 */
export function messagesIn(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isMessage)) return value;
  throw new MalformedExport(`"${name}" is not a list of objects.`);
}

export function isMessage(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? storable(value) : '';
}

/** Lower-case hex of exactly so many bytes; undefined for anything else and for the id that is all zeros. */
export function idOf(value: unknown, bytes: number): string | undefined {
  const hex = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  if (typeof hex !== 'string' || hex.length !== bytes * 2 || !/^[\da-f]+$/i.test(hex)) return undefined;
  return /^0+$/.test(hex) ? undefined : hex.toLowerCase();
}

/** A 64-bit integer in any of its forms (text, number, `Long`) as decimal text; undefined if it is not an integer. */
export function integerOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : undefined;
  const text = typeof value === 'string' ? value : isLong(value) ? value.toString() : '';
  return /^-?\d{1,20}$/.test(text) ? text : undefined;
}

/**
 * The known value of an enum; the first one for all others. In JSON enums are numbers; names are accepted too, for
 * requests that are written by hand.
 */
export function enumOf<Known extends string>(value: unknown, prefix: string, known: readonly Known[]): Known {
  const named = known.find((each) => value === prefix + each.toUpperCase());
  return named ?? known[Number(integerOf(value) ?? 0)] ?? known[0]!;
}

/** The type of the `long` package, which protobufjs depends on and the console does not. */
function isLong(value: unknown): value is { toString(): string } {
  return typeof value === 'object' && value !== null && 'low' in value && 'high' in value;
}

/** Postgres' bigint ends in the year 2262. */
const LATEST = 2n ** 63n - 1n;

/** Nanoseconds since the epoch; undefined if unset (0 in OTLP) or later than `LATEST`. */
export function instantOf(value: unknown): string | undefined {
  const text = integerOf(value);
  if (text === undefined) return undefined;
  const ns = BigInt(text);
  return ns > 0n && ns <= LATEST ? ns.toString() : undefined;
}

/** The `KeyValue`s in a repeated field. */
export function attributesIn(fields: Fields, name = 'attributes', depth = 0): Attributes {
  const attributes: Attributes = {};
  for (const entry of messagesIn(fields, name)) {
    // Defined, not assigned: "__proto__" is a key like any other.
    Object.defineProperty(attributes, textOf(entry['key']), {
      value: anyValueOf(messageIn(entry, 'value'), depth),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return attributes;
}

/**
 * `AnyValue`. Integers that a number does not hold exactly are text, as are numbers that JSON does not have; bytes are
 * base64.
 */
export function anyValueOf(any: Fields, depth = 0): AttributeValue {
  // Own members only: a decoded protobuf message inherits the defaults of unset fields.
  const has = (name: string) => Object.hasOwn(any, name) && any[name] !== null && any[name] !== undefined;
  if (has('stringValue')) return textOf(any['stringValue']);
  if (has('boolValue')) return any['boolValue'] === true;
  if (has('intValue')) return integerValue(any['intValue']);
  if (has('doubleValue')) return doubleValue(any['doubleValue']);
  if (has('bytesValue')) return bytesValue(any['bytesValue']);
  if (depth >= DEEPEST) return has('arrayValue') || has('kvlistValue') ? '…' : null;
  if (has('arrayValue')) {
    return messagesIn(messageIn(any, 'arrayValue'), 'values').map((item) => anyValueOf(item, depth + 1));
  }
  if (has('kvlistValue')) return attributesIn(messageIn(any, 'kvlistValue'), 'values', depth + 1);
  return null;
}

function integerValue(value: unknown): AttributeValue {
  const text = integerOf(value);
  if (text === undefined) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

function doubleValue(value: unknown): AttributeValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return textOf(value);
}

function bytesValue(value: unknown): AttributeValue {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : textOf(value);
}
