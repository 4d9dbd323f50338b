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
export { jsonSchemaOf, type JsonSchema } from './json-schema.js';
export { keyFieldsOf } from './key-fields.js';
export { isWithheld, personal, Withheld } from './personal.js';
export { eventOf, hashOf, parseSubject, partitionOf, subjectOf, type ParsedSubject } from './subject.js';
export { distinctContracts, versionsOf } from './versions.js';
