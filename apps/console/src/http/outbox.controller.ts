import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { OutboxResponse, OutboxRetried } from '@waybill/console-api';
import { z } from 'zod';
import { Audited } from './audited.js';
import { WatchOutboxes } from '../application/watch-outboxes.use-case.js';

const RowId = z.string().regex(/^\d{1,18}$/, 'must be the number of an outbox row');

@ApiTags('outbox')
@Controller('api/outbox')
export class OutboxController {
  constructor(private readonly outboxes: WatchOutboxes) {}

  @Get()
  @ApiOperation({ summary: "What waits in the services' outboxes" })
  list(): Promise<OutboxResponse> {
    return this.outboxes.execute();
  }

  @Post(':service/:id/retry')
  @Audited('outbox.retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a parked or refused row pending again' })
  @ApiParam({ name: 'service' })
  @ApiParam({ name: 'id' })
  retry(
    @Param('service') service: string,
    @Param('id', { schema: RowId }) id: string,
  ): Promise<OutboxRetried> {
    return this.outboxes.retry(service, id);
  }
}
