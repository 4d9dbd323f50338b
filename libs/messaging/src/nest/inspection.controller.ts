import { Controller, Inject, UseFilters } from '@nestjs/common';
import { Ctx, MessagePattern, Payload, type NatsContext } from '@nestjs/microservices';
import { Inspection } from '../inspection/inspection.js';
import { operatorIn } from '../inspection/operator-name.js';
import { INSPECTION_REQUESTS } from '../inspection/requests.js';
import { InspectionErrorFilter } from './inspection-error.filter.js';

/** Marks the requests of the inspection, so that another transport of the same application leaves them alone. */
export const INSPECTION_TRANSPORT = Symbol('waybill-inspection');

/** By one process of the service only: the second would find done what the first did, and deny it or do it again. */
const ANSWERED_ONCE = new Set<string>([
  'outbox.retry',
  'personal.erase',
  'consumers.rewind',
  'consumers.rebuild',
  'consumers.forget',
  'consumers.pause',
  'consumers.resume',
]);

/** Answers every request of `inspection/protocol.ts`. The transport puts the service's name before each. */
@Controller()
@UseFilters(InspectionErrorFilter)
export class InspectionController {
  constructor(@Inject(Inspection) readonly inspection: Inspection) {}
}

for (const request of INSPECTION_REQUESTS) {
  const { prototype } = InspectionController;
  const reply = function (this: InspectionController, payload: unknown, context: NatsContext) {
    return this.inspection.reply(
      request,
      payload,
      operatorIn(context.getHeaders() as Parameters<typeof operatorIn>[0]),
    );
  };
  const descriptor = { value: reply, writable: true, configurable: true, enumerable: false };
  Object.defineProperty(prototype, request, descriptor);
  const extras = ANSWERED_ONCE.has(request) ? { queue: request } : {};
  MessagePattern(request, INSPECTION_TRANSPORT, extras)(prototype, request, descriptor);
  Payload()(prototype, request, 0);
  Ctx()(prototype, request, 1);
}
