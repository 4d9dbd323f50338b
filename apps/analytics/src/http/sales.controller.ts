import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@waybill/service';
import { Figures, type SalesReport } from '../persistence/figures.js';
import { SalesResponse } from './responses.js';
import { SalesQuery } from './sales.query.js';

@ApiTags('figures')
@Controller('sales')
export class SalesController {
  constructor(private readonly figures: Figures) {}

  @Get()
  @RequireScope('analytics:read')
  @ApiOperation({
    summary: 'Sales over time',
    description:
      'Confirmed orders without cancelled ones, by the time they were placed. A period may start and end at any instant.',
  })
  @ApiOkResponse({ standardSchema: SalesResponse })
  async sales(
    @Query({ schema: SalesQuery }) { bucket, currency, ...period }: SalesQuery,
  ): Promise<SalesReport> {
    return this.figures.sales(period, bucket, currency);
  }
}
