import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MessagesResponse } from '@waybill/console-api';
import { z } from 'zod';
import { TraceMessages, type Wanted } from '../application/trace-messages.use-case.js';
import { Name } from './fields.js';

const ONE = 'give either orderId or eventId';

const MessagesQuery = z
  .strictObject({ orderId: Name.optional(), eventId: Name.optional() })
  .superRefine(({ orderId, eventId }, context) => {
    if ((orderId === undefined) !== (eventId === undefined)) return;
    for (const path of [['orderId'], ['eventId']]) context.addIssue({ code: 'custom', path, message: ONE });
  })
  .transform(({ orderId, eventId }): Wanted => (orderId === undefined ? { eventId: eventId! } : { orderId }));

@ApiTags('messages')
@Controller('api/messages')
export class MessagesController {
  constructor(private readonly messages: TraceMessages) {}

  @Get()
  @ApiOperation({
    summary: "The journey of an order's messages, or of one: append, publish, every delivery, dead letters",
  })
  find(@Query({ schema: MessagesQuery }) wanted: Wanted): Promise<MessagesResponse> {
    return this.messages.execute(wanted);
  }
}
