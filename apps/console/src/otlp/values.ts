import type { Attributes, AttributeValue } from '@waybill/console-api';
import { storable } from '@waybill/service/postgres';

/** What decoding gives: anything, until it is looked at. */
export type Fields = Record<string, unknown>;

/** Attributes deeper than this are nobody's, and a stack has an end. */
const DEEPEST = 16;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
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

/** A 64-bit integer in any of its forms (text, number, `Long`) as decimal text; undefined where it is none. */
export function integerOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : undefined;
  const text = typeof value === 'string' ? value : isLong(value) ? value.toString() : '';
  return /^-?\d{1,20}$/.test(text) ? text : undefined;
}

/** `long`'s own type, by what it looks like: protobufjs brings it, the console does not depend on it. */
function isLong(value: unknown): value is { toString(): string } {
  return typeof value === 'object' && value !== null && 'low' in value && 'high' in value;
}

/** Postgres' bigint ends in the year 2262. */
const LATEST = 2n ** 63n - 1n;

/** Nanoseconds since the epoch; undefined where there are none, as OTLP's 0 says, or more than can be kept. */
export function instantOf(value: unknown): string | undefined {
  const text = integerOf(value);
  if (text === undefined) return undefined;
  const ns = BigInt(text);
  return ns > 0n && ns <= LATEST ? ns.toString() : undefined;
}

export function attributesOf(value: unknown, depth = 0): Attributes {
  const attributes: Attributes = {};
  for (const entry of listOf(value)) {
    const { key, value: held } = fieldsOf(entry);
    // Defined, not assigned: "__proto__" is a key like any other.
    Object.defineProperty(attributes, textOf(key), {
      value: anyValueOf(held, depth),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return attributes;
}

/**
 * `AnyValue`. Integers beyond what a number holds exactly are text, as are numbers that JSON does not have; bytes are
 * base64.
 */
export function anyValueOf(value: unknown, depth = 0): AttributeValue {
  const any = fieldsOf(value);
  // Own members only: a decoded protobuf message inherits the default of each field that it does not have.
  const has = (name: string) => Object.hasOwn(any, name) && any[name] !== null && any[name] !== undefined;
  if (has('stringValue')) return textOf(any['stringValue']);
  if (has('boolValue')) return any['boolValue'] === true;
  if (has('intValue')) return integerValue(any['intValue']);
  if (has('doubleValue')) return doubleValue(any['doubleValue']);
  if (has('bytesValue')) return bytesValue(any['bytesValue']);
  if (depth >= DEEPEST) return has('arrayValue') || has('kvlistValue') ? '…' : null;
  if (has('arrayValue')) {
    return listOf(fieldsOf(any['arrayValue'])['values']).map((item) => anyValueOf(item, depth + 1));
  }
  if (has('kvlistValue')) return attributesOf(fieldsOf(any['kvlistValue'])['values'], depth + 1);
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
