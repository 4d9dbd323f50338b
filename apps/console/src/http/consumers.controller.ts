import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { PausedConsumer, ResumedConsumer } from '@waybill/console-api';
import { z } from 'zod';
import { PauseConsumers } from '../application/pause-consumers.use-case.js';
import { By } from './access/actor.js';
import { Name } from './fields.js';

const MOST_MS = 90 * 24 * 60 * 60 * 1000;

const Pause = z.strictObject({
  forMs: z
    .number()
    .min(1, 'must be at least 1')
    .max(MOST_MS, `must be at most ${MOST_MS}, which is 90 days`)
    .optional(),
  reason: z.string().min(1, 'must not be empty').max(500, 'must be at most 500 characters').optional(),
});

@ApiTags('streams')
@Controller('api/consumers')
export class ConsumersController {
  constructor(private readonly pauses: PauseConsumers) {}

  @Post(':consumer/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Keeps a consumer from pulling, in all processes of its service' })
  @ApiParam({ name: 'consumer' })
  pause(
    @Param('consumer', { schema: Name }) consumer: string,
    @Body({ schema: Pause }) change: z.output<typeof Pause>,
    @By() by: string | undefined,
  ): Promise<PausedConsumer> {
    return this.pauses.pause(consumer, change, by);
  }

  @Post(':consumer/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends the pause of a consumer' })
  @ApiParam({ name: 'consumer' })
  resume(
    @Param('consumer', { schema: Name }) consumer: string,
    @By() by: string | undefined,
  ): Promise<ResumedConsumer> {
    return this.pauses.resume(consumer, by);
  }
}
