/**
 * An error and everything that it was caused by: its `cause`, the `errors` of an aggregate (Node tries every address of
 * a name), and what Prisma keeps of its driver's error in `meta`. Circular chains end.
 */
export function* causesOf(error: unknown): Generator<object> {
  const seen = new Set<unknown>();
  const pending = [error];
  while (pending.length > 0) {
    const current = pending.pop();
    if (!current || typeof current !== 'object' || seen.has(current)) continue;
    seen.add(current);
    yield current;
    const { cause, errors, meta } = current as {
      cause?: unknown;
      errors?: unknown;
      meta?: { driverAdapterError?: unknown } | null;
    };
    pending.push(cause, ...(Array.isArray(errors) ? (errors as unknown[]) : []), meta?.driverAdapterError);
  }
}

/** The first code, of the error or what caused it, that `is` finds. */
export function codeIn(error: unknown, is: (code: string) => boolean): string | undefined {
  for (const each of causesOf(error)) {
    const { code } = each as { code?: unknown };
    if (typeof code === 'string' && is(code)) return code;
  }
  return undefined;
}
