import type { EventContract } from './define-event.js';
import { mapFields } from './personal.js';

/**
 * Holds a contract against its own example, and against the example of the version before: an upcast that makes data
 * which does not fit, or moves an event to another key, is found when it is declared and not in production.
 *
 * @throws TypeError
 */
export function checkExample(contract: EventContract): void {
  const { name, example, previous } = contract;
  if (example !== undefined) {
    const key = keyOf(contract, parse(contract, example, 'its example'));
    if (typeof key !== 'string' || key === '') throw new TypeError(`${name}: its example has no key`);
    requireOpenEnvelope(contract, example);
  }
  if (previous?.example === undefined) return;
  const upcast = parse(contract, attempt(contract, previous), `the example of ${previous.name}, upcast,`);
  const [before, after] = [previous.key(previous.example), keyOf(contract, upcast)];
  if (before === after) return;
  throw new TypeError(
    `${name}: ${previous.name} has the key "${before}" where this version has "${after}": ` +
      'the events of one key would be in two partitions, out of order. Keep the key, or make another type of event',
  );
}

/** Key, conversation and data subject are in headers, tables and spans, where nothing is encrypted. */
function requireOpenEnvelope(contract: EventContract, example: unknown): void {
  const { name, personal = [] } = contract;
  const without = mapFields(example, personal, () => ({ withheld: 'erased' }));
  for (const what of ['key', 'conversation', 'dataSubject'] as const) {
    if (contract[what]?.(example) === contract[what]?.(without)) continue;
    throw new TypeError(
      `${name}: its ${what} is made of a personal field, and would be readable in headers and tables: take an id`,
    );
  }
}

function attempt(contract: EventContract, { name, example }: EventContract): unknown {
  try {
    return contract.upcast(example);
  } catch (cause) {
    throw new TypeError(`${contract.name}: the example of ${name} cannot be upcast: ${String(cause)}`, {
      cause,
    });
  }
}

function parse({ name, schema }: EventContract, data: unknown, what: string): unknown {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw new TypeError(`${name}: ${what} does not fit its schema: ${issues.join('; ')}`, {
    cause: parsed.error,
  });
}

function keyOf(contract: EventContract, data: unknown): string {
  try {
    return contract.key(data);
  } catch (cause) {
    throw new TypeError(`${contract.name}: its key cannot be had of its example: ${String(cause)}`, {
      cause,
    });
  }
}
