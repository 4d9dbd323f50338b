import { createHash, timingSafeEqual } from 'node:crypto';

/** The token of an `Authorization: Bearer …`. Undefined: there is none. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Takes as long for every wrong token, of whatever length. */
export function isToken(shown: string, expected: string | undefined): boolean {
  return expected !== undefined && timingSafeEqual(digest(shown), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
