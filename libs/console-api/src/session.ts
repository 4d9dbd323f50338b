/** `look` reads; `operate` changes, too. */
export type Role = 'look' | 'operate';

/** Who sends a request, as far as the console has verified it. */
export interface Caller {
  /** From the sign-in, or the name of the token's setting. */
  name: string;
  role: Role;
  verifiedBy: 'sign-in' | 'token';
}

/** `GET /api/session`. */
export interface SessionView {
  /** False: everybody who reaches the console may read and change everything. */
  authentication: boolean;
  /** How a browser may sign in. */
  signIn: { token: boolean; provider: boolean };
  /** Undefined: signed out, or there is no authentication. */
  caller?: Caller;
}

/** `POST /api/session`. */
export interface SignInWithToken {
  token: string;
}

/** Why a sign-in with the identity provider failed: the page gets it as `?sign-in=`. */
export type SignInFailure = 'expired' | 'refused' | 'no-role' | 'provider-away';

/** `DELETE /api/session`. */
export interface SignedOut extends SessionView {
  /** Where the browser ends its session with the identity provider, too. */
  providerSignOut?: string;
}
