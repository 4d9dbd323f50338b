export {
  defineEvent,
  LANES,
  PARTITIONS,
  streamOf,
  type DataOf,
  type EventContract,
  type EventDefinition,
  type Lane,
} from './define-event.js';
export { eventOf, hashOf, parseSubject, partitionOf, subjectOf, type ParsedSubject } from './subject.js';
