import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
  type Resource,
} from '@opentelemetry/resources';
import { randomUUID } from 'node:crypto';

/** What identifies this process. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` override the service's own values. */
export function resourceOf(service: string): Resource {
  return resourceFromAttributes({
    'service.name': service,
    'service.namespace': 'waybill',
    'service.instance.id': randomUUID(),
  }).merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}
