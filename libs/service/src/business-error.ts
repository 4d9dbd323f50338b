/** The kinds of errors that a caller can get, and their HTTP status. */
export const STATUS_OF_KIND = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unprocessable: 422,
  unavailable: 503,
} as const;

export type ErrorKind = keyof typeof STATUS_OF_KIND;

/** One error in the input: its place (a JSON pointer into the body, or `/name` of a parameter or header) and a message. */
export interface InputError {
  pointer: string;
  message: string;
}

export interface BusinessErrorDetails extends ErrorOptions {
  /** What is wrong in the input. */
  errors?: readonly InputError[];
  /** Additional members of the problem+json, for programs. */
  members?: Readonly<Record<string, unknown>>;
  /** When the caller may try again, in seconds: becomes `Retry-After`. */
  retryAfterS?: number;
}

/**
 * Base class of a service's own errors. Wherever it is thrown in a request, it becomes an `application/problem+json`
 * response with the status of its kind; no code has to catch it.
 *
 * @example
 * class AccountClosed extends BusinessError {
 *   constructor() {
 *     super('conflict', 'account-closed', 'The account is closed: open a new one');
 *   }
 * }
 */
export abstract class BusinessError extends Error {
  /**
   * @param kind determines the status
   * @param code kebab-case, stable: becomes the problem's `type`, which programs compare
   * @param message sent to the caller, for people: what happened, why, and what to do
   */
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: BusinessErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
  }
}
