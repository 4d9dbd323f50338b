import { attributesIn, messageIn, messagesIn, type Fields } from './values.js';

/** The records of a request, with the `service.name` of their resource: all signals nest them alike. */
export function* recordsIn(
  request: Fields,
  [resources, scopes, records]: readonly [string, string, string],
): Generator<{ service: string; record: Fields }> {
  for (const resource of messagesIn(request, resources)) {
    const service = serviceOf(resource);
    for (const scope of messagesIn(resource, scopes)) {
      for (const record of messagesIn(scope, records)) yield { service, record };
    }
  }
}

function serviceOf(resource: Fields): string {
  const name = attributesIn(messageIn(resource, 'resource'))['service.name'];
  return typeof name === 'string' && name !== '' ? name : 'unknown_service';
}
