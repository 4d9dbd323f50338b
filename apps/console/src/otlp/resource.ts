import { attributesOf, fieldsOf } from './values.js';

/** `service.name` of what sent it. */
export function serviceOf(resource: unknown): string {
  const name = attributesOf(fieldsOf(resource)['attributes'])['service.name'];
  return typeof name === 'string' && name !== '' ? name : 'unknown_service';
}
