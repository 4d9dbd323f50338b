const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** When a UUIDv7 was made: its first 48 bits, milliseconds since the epoch (RFC 9562). Undefined for any other id. */
export function uuidTime(id: string): number | undefined {
  const match = UUID_V7.exec(id);
  return match ? Number.parseInt(match[1]! + match[2]!, 16) : undefined;
}

/** The least UUIDv7 of that time: as text, every later one is larger. */
export function leastUuidOf(time: Date): string {
  const digits = time.getTime().toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}
