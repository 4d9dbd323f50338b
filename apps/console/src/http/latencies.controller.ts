import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { LatenciesResponse } from '@waybill/console-api';
import { z } from 'zod';
import { MeasureLatencies } from '../application/measure-latencies.use-case.js';
import { wholeNumber } from './fields.js';

const WEEK_MINUTES = 7 * 24 * 60;

const LatenciesQuery = z.strictObject({
  minutes: wholeNumber(1, WEEK_MINUTES).default(60).describe('How far back'),
});

@ApiTags('latencies')
@Controller('api/latencies')
export class LatenciesController {
  constructor(private readonly latencies: MeasureLatencies) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary:
      'How long messages wait in outbox and broker and are handled: percentiles, over time, with traces',
  })
  list(
    @Query({ schema: LatenciesQuery }) { minutes }: z.output<typeof LatenciesQuery>,
  ): Promise<LatenciesResponse> {
    return this.latencies.execute(minutes);
  }
}
