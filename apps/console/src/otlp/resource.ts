import { attributesIn, messageIn, type Fields } from './values.js';

/** `service.name` of what sent it. */
export function serviceOf(sender: Fields): string {
  const name = attributesIn(messageIn(sender, 'resource'))['service.name'];
  return typeof name === 'string' && name !== '' ? name : 'unknown_service';
}
