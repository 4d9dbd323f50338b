/** What an operator's tool does with the consumers of a platform. */
export { listConsumers, type ListedConsumer } from './list-consumers.js';
export { surveyPlatform, type PlatformSurvey } from './platform-survey.js';
export { prune, PruneIncomplete } from './prune.js';
export { MOST_COUNTED, planPrune, type PrunePlan } from './prune-plan.js';
export type { ServiceLink } from './service-link.js';
