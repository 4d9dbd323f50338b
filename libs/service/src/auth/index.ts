export { ALGORITHMS, type Algorithm } from './algorithms.js';
export { discoveryUrl, IssuerKeys, IssuerUnavailable, type IssuerKeysOptions } from './issuer-keys.js';
export { TokenRefused, TokenVerifier, type Caller, type TokenVerifierOptions } from './token-verifier.js';
