import { CE_DATA_REF } from '../message/cloud-events.js';
import { REFERENCE_PREFIX } from './data-reference.js';

/**
 * Whether the message of an outbox row refers to its payload. By the text of its headers, with or without the spaces of
 * `jsonb`: another program may have written what is JSON and cannot be taken apart (a NUL in a name), and one such row would
 * fail the statement for all.
 */
export const REFERS = `headers::text ~ '"${CE_DATA_REF}" *: *"${REFERENCE_PREFIX}'`;
