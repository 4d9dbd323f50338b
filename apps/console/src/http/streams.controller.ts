import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { StreamMessagesResponse, StreamsResponse } from '@waybill/console-api';
import { z } from 'zod';
import { StoredMessages } from '../application/stored-messages.js';
import { WatchStreams } from '../application/watch-streams.use-case.js';
import { Name, StreamName, wholeNumber } from './fields.js';

const PageQuery = z
  .strictObject({
    sequence: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
    time: z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time' }).optional(),
    subject: Name.regex(/^\S+$/, 'must be a subject, with * and > as NATS has them').optional(),
    limit: wholeNumber(1, 200).default(50),
  })
  .refine(({ sequence, time }) => sequence === undefined || time === undefined, {
    path: ['time'],
    error: 'give either a sequence or a time',
  });

@ApiTags('streams')
@Controller('api/streams')
export class StreamsController {
  constructor(
    private readonly watch: WatchStreams,
    private readonly stored: StoredMessages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Streams and their consumers: positions, rates, time to drain' })
  list(): Promise<StreamsResponse> {
    return this.watch.execute();
  }

  @Get(':stream/messages')
  @ApiOperation({ summary: 'Messages of a stream by position, time or subject, read without a consumer' })
  @ApiParam({ name: 'stream' })
  page(
    @Param('stream', { schema: StreamName }) stream: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<StreamMessagesResponse> {
    return this.stored.page(stream, query);
  }
}
