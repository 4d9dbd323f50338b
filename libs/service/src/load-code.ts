import { ConfigurationRefused } from '@waybill/messaging';

/** A module of the service threw while it was loaded: a contract, a subscription or a file that cannot be as it is. */
export class CodeRefused extends ConfigurationRefused {
  readonly code = 'CODE_REFUSED';
}

/** @throws CodeRefused with the place in the code: it will be the same the next time */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new CodeRefused(`Its code cannot be loaded: ${reason}`, { cause });
  }
}
