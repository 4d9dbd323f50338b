// For a workspace's own commands, demo, checks and steps: what "waybill" in its package.json names imports from here.
export { CliError, UsageError } from './cli-error.js';
export { print, printResult, type AddCommand, type Io, type Run } from './command.js';
export type { Check } from './checks/run-checks.js';
export { withBroker } from './connect-broker.js';
export { listDeadLetters } from './connect-dead-letters.js';
export { withOutboxes } from './connect-outboxes.js';
export { clip, figure } from './format.js';
export type { GeneratedFile } from './generated-files.js';
export { collectEvents } from './message-map/collect.js';
export { pollUntil } from './poll-until.js';
export { Progress } from './progress.js';
export { runCli } from './run.js';
export { readState, urlOf } from './state.js';
export { servicesToken } from './services-token.js';
export { stepNames } from './test/run-tests.js';
export type { Prepared, Step } from './test/steps.js';
export { userPath } from './user-path.js';
export type { Demo } from './workspace-parts.js';
