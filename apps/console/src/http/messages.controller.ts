import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { MessagesAnswer, StreamMessagesAnswer } from '@waybill/console-api';
import { z } from 'zod';
import { StoredMessages } from '../application/stored-messages.js';
import { TraceMessages, type Wanted } from '../application/trace-messages.js';
import { asProblem } from './problems.js';

const Id = z.string().min(1, 'must not be empty').max(255);
const ONE = 'give either orderId or eventId';

const MessagesQuery = z
  .strictObject({ orderId: Id.optional(), eventId: Id.optional() })
  .superRefine(({ orderId, eventId }, context) => {
    if ((orderId === undefined) !== (eventId === undefined)) return;
    for (const path of [['orderId'], ['eventId']]) context.addIssue({ code: 'custom', path, message: ONE });
  })
  .transform(({ orderId, eventId }): Wanted => (orderId === undefined ? { eventId: eventId! } : { orderId }));

const PageQuery = z
  .strictObject({
    sequence: z.coerce.number('must be a number').int().min(1).optional(),
    time: z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time' }).optional(),
    subject: z
      .string()
      .max(255)
      .regex(/^[^\s]+$/, 'must be a subject, with * and > as NATS has them')
      .optional(),
    limit: z.coerce.number('must be a number').int().min(1).max(200).default(50),
  })
  .refine(({ sequence, time }) => sequence === undefined || time === undefined, {
    path: ['time'],
    error: 'give either a sequence or a time',
  });

@ApiTags('messages')
@Controller('api')
export class MessagesController {
  constructor(
    private readonly messages: TraceMessages,
    private readonly stored: StoredMessages,
  ) {}

  @Get('messages')
  @ApiOperation({
    summary: "The way of an order's messages, or of one: append, publish, every delivery, letters",
  })
  find(@Query({ schema: MessagesQuery }) wanted: Wanted): Promise<MessagesAnswer> {
    return this.messages.execute(wanted).catch(asProblem);
  }

  @Get('streams/:stream/messages')
  @ApiOperation({ summary: 'Messages of a stream by position, time or subject; nothing moves' })
  @ApiParam({ name: 'stream' })
  page(
    @Param('stream') stream: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<StreamMessagesAnswer> {
    return this.stored.page(stream, query).catch(asProblem);
  }
}
