/** What an error is to a caller, and the HTTP status that it becomes. */
export const STATUS_OF_KIND = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unprocessable: 422,
  unavailable: 503,
} as const;

export type ErrorKind = keyof typeof STATUS_OF_KIND;

/** One error of the input: where (a JSON pointer into the body, or `/name` of a parameter or header) and what. */
export interface InputError {
  pointer: string;
  message: string;
}

export interface BusinessErrorDetails extends ErrorOptions {
  /** What of the input is wrong. */
  errors?: readonly InputError[];
  /** Further members of the problem+json, for programs. */
  members?: Readonly<Record<string, unknown>>;
  /** When a caller may try again, in seconds: becomes `Retry-After`. */
  retryAfterS?: number;
}

/**
 * Base of what a service refuses to do. Thrown anywhere, it becomes an `application/problem+json` response by its kind;
 * nothing has to be caught on the way.
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
   * @param kind decides the status
   * @param code kebab-case and stable: becomes the problem's `type`, which programs match on
   * @param message for people, and sent to the caller: what, why, what to do
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
