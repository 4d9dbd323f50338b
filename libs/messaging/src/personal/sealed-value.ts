import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The key of a data subject. */
export interface SubjectKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Where a value belongs: what is copied to another event or field does not open there. */
export interface Place {
  /** Of the event. */
  readonly id: string;
  /** `order.placed.v1` */
  readonly name: string;
  /** `/recipient/name` */
  readonly path: string;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^sealed:1:([0-9a-f-]{36}):([\w-]+)$/;
const KEY_IDS = /"sealed:1:([0-9a-f-]{36}):/g;

/** `sealed:1:<key id>:<iv, ciphertext and tag in base64url>`: the value as JSON, by AES-256-GCM. */
export function seal({ id, key }: SubjectKey, place: Place, value: unknown): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(aadOf(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return `sealed:1:${id}:${Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url')}`;
}

/** The id of the key that a value was sealed with; undefined if it is none that `seal` returned. */
export function keyIdOf(value: unknown): string | undefined {
  return typeof value === 'string' ? SEALED.exec(value)?.[1] : undefined;
}

/** The keys that a body may need, without parsing it. */
export function keyIdsIn(body: Uint8Array): Set<string> {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  return new Set(Array.from(text.matchAll(KEY_IDS), ([, id]) => id!));
}

/** @throws Error another key, another place, or changed since */
export function open(key: Uint8Array, place: Place, sealed: string): unknown {
  const bytes = Buffer.from(SEALED.exec(sealed)?.[2] ?? '', 'base64url');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(aadOf(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
  return JSON.parse(Buffer.concat(text).toString('utf8'));
}

function aadOf({ id, name, path }: Place): Buffer {
  return Buffer.from(JSON.stringify([id, name, path]));
}
