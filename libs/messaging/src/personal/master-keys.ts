import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { ConfigurationRefused } from '../errors.js';

/** Encrypts the keys of data subjects. `MasterKeys` does it in the process; another one may ask a key management service. */
export interface KeyWrapper {
  /** The name of the master key that `wrap` uses. */
  readonly current: string;
  /** @param id of the key: it unwraps under this one only */
  wrap(id: string, key: Uint8Array): Promise<Uint8Array>;
  /** @throws ConfigurationRefused there is no such master key here */
  unwrap(masterKey: string, id: string, wrapped: Uint8Array): Promise<Uint8Array>;
}

/** A key was encrypted with a master key that this process does not have. */
export class MasterKeyMissing extends ConfigurationRefused {
  readonly code = 'MASTER_KEY_MISSING';
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Why a text is no master key; undefined if it is one. */
export function masterKeyError(text: string): string | undefined {
  if (Buffer.from(text, 'base64').length === 32) return undefined;
  return 'must be 32 bytes in base64, made with: openssl rand -base64 32';
}

/** Master keys in the memory of the process: the first one encrypts, the others still decrypt. */
export class MasterKeys implements KeyWrapper {
  readonly current: string;
  readonly #keys: ReadonlyMap<string, Buffer>;

  /**
   * @param keys in base64, 32 bytes each
   * @throws TypeError there is none, or one has another length
   */
  constructor(keys: readonly string[]) {
    const named = keys.map((text): [string, Buffer] => {
      const error = masterKeyError(text);
      if (error) throw new TypeError(`a master key ${error}`);
      const key = Buffer.from(text, 'base64');
      return [createHash('sha256').update(key).digest('hex').slice(0, 16), key];
    });
    if (!named[0]) throw new TypeError('there must be a master key: openssl rand -base64 32');
    this.current = named[0][0];
    this.#keys = new Map(named);
  }

  async wrap(id: string, key: Uint8Array): Promise<Uint8Array> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.current)!, iv).setAAD(Buffer.from(id));
    return Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  }

  async unwrap(masterKey: string, id: string, wrapped: Uint8Array): Promise<Uint8Array> {
    const master = this.#keys.get(masterKey);
    if (!master) {
      throw new MasterKeyMissing(
        `personal data key ${id} was encrypted with master key ${masterKey}, which is not configured: keep the old ` +
          'master key after the new one until every key has been encrypted again',
      );
    }
    const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(id))
      .setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  }
}
