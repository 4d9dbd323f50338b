/** 128 random bits as hex. Not `crypto.randomUUID`: that one is missing where the page came over plain HTTP. */
export function newId(): string {
  return Array.from(randomBytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
