export function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** 128 bits. Not `crypto.randomUUID`, which is missing in a page that was loaded over plain HTTP. */
export const newId = () => randomHex(16);
