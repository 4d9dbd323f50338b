import { reasonOf, StackError } from '@waybill/stack';

/** What one check of the machine found. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix?: string;
}

/** Runs a check that returns what it found, or throws what is wrong. */
export async function find(name: string, check: () => string | Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await check() };
  } catch (error) {
    const fix = error instanceof StackError ? error.fix : undefined;
    return { name, ok: false, detail: reasonOf(error), ...(fix === undefined ? {} : { fix }) };
  }
}
