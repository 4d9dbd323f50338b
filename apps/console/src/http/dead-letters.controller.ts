import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { DeadLetterResolution, DeadLettersResponse, DeadLetterView } from '@waybill/console-api';
import { z } from 'zod';
import { DeadLetters } from '../application/dead-letters.js';
import { Name, wholeNumber } from './fields.js';

const ListQuery = z.strictObject({
  consumer: Name.optional(),
  state: z.enum(['open', 'all'], 'must be "open" or "all"').default('open'),
  limit: wholeNumber(1, 500).default(100),
});

const DiscardRequest = z.strictObject({
  reason: z
    .string('say why')
    .trim()
    .min(1, 'say why: the reason is kept with the dead letter')
    .max(500, 'must be at most 500 characters'),
});

@ApiTags('dead letters')
@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLetters) {}

  @Get()
  @ApiOperation({ summary: 'Dead letters, newest first, and the open ones in groups' })
  list(@Query({ schema: ListQuery }) query: z.output<typeof ListQuery>): Promise<DeadLettersResponse> {
    return this.letters.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One dead letter, with every attempt' })
  @ApiParam({ name: 'id' })
  show(@Param('id') id: string): Promise<DeadLetterView> {
    return this.letters.show(id);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Delivers it once more, only to the consumer that failed' })
  @ApiParam({ name: 'id' })
  replay(@Param('id') id: string): Promise<DeadLetterResolution> {
    return this.letters.replay(id);
  }

  @Post(':id/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resolves it without a delivery; the reason is kept' })
  @ApiParam({ name: 'id' })
  discard(
    @Param('id') id: string,
    @Body({ schema: DiscardRequest }) { reason }: z.output<typeof DiscardRequest>,
  ): Promise<DeadLetterResolution> {
    return this.letters.discard(id, reason);
  }
}
