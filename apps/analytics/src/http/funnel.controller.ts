import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@waybill/service';
import { Figures, type Funnel } from '../persistence/figures.js';
import { PeriodQuery } from './period.query.js';
import { FunnelResponse } from './responses.js';

@ApiTags('figures')
@Controller('funnel')
export class FunnelController {
  constructor(private readonly figures: Figures) {}

  @Get()
  @RequireScope('analytics:read')
  @ApiOperation({ summary: 'How many sessions reach each step, from the first view to the order' })
  @ApiOkResponse({ standardSchema: FunnelResponse })
  async funnel(
    @Query({ schema: PeriodQuery }) period: PeriodQuery,
  ): Promise<Funnel & { conversion: number }> {
    const funnel = await this.figures.funnel(period);
    return { ...funnel, conversion: funnel.sessions === 0 ? 0 : funnel.ordered / funnel.sessions };
  }
}
