/** Header of a request that changes something: who makes the change, percent-encoded. Nothing verifies it. */
export const OPERATOR_HEADER = 'waybill-operator';

const MOST_CHARACTERS = 200;

/** The header's value. */
export function encodeOperator(name: string): string {
  return encodeURIComponent(name.toWellFormed().slice(0, MOST_CHARACTERS).toWellFormed());
}

/** Undefined if the request does not say, or not legibly: older tools say nothing. */
export function operatorIn(headers: { get(name: string): string } | undefined): string | undefined {
  try {
    const name = decodeURIComponent(headers?.get(OPERATOR_HEADER) ?? '');
    return name.replaceAll('\0', '\ufffd').slice(0, MOST_CHARACTERS).toWellFormed() || undefined;
  } catch {
    return undefined;
  }
}
