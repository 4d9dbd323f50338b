export * from './config/index.js';
export { createService, type ServiceDefinition } from './create-service.js';
export { HealthChecks, type HealthReport, type ReportedCheck } from './health/health-checks.js';
export { answerProblem } from './http/answer-problem.js';
export { BodyRules, MIB } from './http/body-rules.js';
export {
  InvalidInput,
  pointerOf,
  ProblemError,
  type InputFault,
  type ProblemExtras,
} from './http/problem.js';
export { textFault } from './http/unstorable-text.js';
export { faultsOf } from './http/validation.pipe.js';
export { runService, type RunnableService } from './run-service.js';
export { Shutdown } from './shutdown.js';
export { stopService } from './stop-service.js';
