export {
  ALGORITHMS,
  discoveryUrl,
  IssuerUnavailable,
  TokenRefused,
  TokenVerifier,
  type Algorithm,
  type Caller,
  type TokenVerifierOptions,
} from './auth/index.js';
export { limitedTo, requireOwner } from './auth/owned-data.js';
export { CurrentCaller, Public, RequireScope } from './auth/route-access.js';
export {
  BusinessError,
  type BusinessErrorDetails,
  type ErrorKind,
  type InputError,
} from './business-error.js';
export {
  brokerAccess,
  commaList,
  ConfigError,
  duration,
  loadConfig,
  setting,
  wholeNumber,
  type BaseConfig,
  type ConfigOf,
  type Environment,
  type Setting,
} from './config/index.js';
export { DATABASE, type DatabaseChoice, type ServiceDatabase } from './database.js';
export { defineService, type ServiceConfig, type ServiceDefinition } from './define-service.js';
export { HealthChecks, type HealthReport, type ReportedCheck } from './health/health-checks.js';
export { BodyRules, MIB } from './http/body-rules.js';
export { decodeCursor, encodeCursor } from './http/cursor.js';
export { InvalidInput, pointerOf, ProblemError, type ProblemExtras } from './http/problem.js';
export { sendProblem } from './http/send-problem.js';
export { textError } from './http/unstorable-text.js';
export { errorsOf } from './http/validation.pipe.js';
export { runService } from './run-service.js';
export { Shutdown } from './shutdown.js';
