import type { EventContract } from '../contract/index.js';
import { InvalidPayload } from '../errors.js';
import { asError } from '../thrown.js';

/**
 * The data as its schema gives it back, and as JSON.
 *
 * @throws InvalidPayload it does not fit the schema, has no JSON (circular, BigInt), or would come out of it changed
 */
export function encodeData<Data>(
  contract: Pick<EventContract<Data>, 'name' | 'schema'>,
  data: Data,
): { data: Data; body: string } {
  const { name } = contract;
  try {
    const parsed = contract.schema.safeParse(data);
    if (!parsed.success) {
      throw new InvalidPayload(`${name} does not fit its contract: ${describeIssues(parsed.error)}`, {
        cause: parsed.error,
      });
    }
    const body = JSON.stringify(parsed.data) as string | undefined;
    if (body === undefined) throw new InvalidPayload(`${name} has no data that JSON can hold`);
    // NaN and Infinity silently become null. Few events have a null, so few are searched.
    const lost = body.includes('null') ? numberLostIn(parsed.data) : undefined;
    if (lost)
      throw new InvalidPayload(`${name} holds ${lost.value} at ${lost.pointer}, which JSON turns into null`);
    return { data: parsed.data, body };
  } catch (thrown) {
    const cause = asError(thrown);
    if (cause instanceof InvalidPayload) throw cause;
    // Circular, a BigInt, or a schema whose own code threw.
    throw new InvalidPayload(`${name} cannot be written as JSON: ${cause.message}`, { cause });
  }
}

function numberLostIn(value: unknown, pointer = ''): { value: number; pointer: string } | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return { value, pointer: pointer || '/' };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const lost = numberLostIn(member, `${pointer}/${name}`);
    if (lost) return lost;
  }
  return undefined;
}

/** `lines/0/quantity: must be at least 1; …`, three issues at most. */
export function describeIssues(error: {
  issues: readonly { path: PropertyKey[]; message: string }[];
}): string {
  const shown = error.issues.slice(0, 3).map(({ path, message }) => `/${path.join('/')}: ${message}`);
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
