import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, requireOwner, RequireScope, type Caller } from '@waybill/service';
import { z } from 'zod';
import { RecommendProducts, type Recommendations } from '../application/recommend-products.use-case.js';
import { LimitQuery } from './limit.query.js';
import { RecommendationsResponse } from './responses.js';

const CustomerId = z.string().min(1).max(255);

@ApiTags('recommendations')
@Controller('recommendations')
export class RecommendationsController {
  constructor(private readonly products: RecommendProducts) {}

  @Get(':customerId')
  @RequireScope('recommendations:read')
  @ApiOperation({
    summary: 'Products that a customer may like',
    description: 'From their orders and browsing. An unknown customer gets popular products.',
  })
  @ApiOkResponse({ standardSchema: RecommendationsResponse })
  async recommend(
    @Param('customerId', { schema: CustomerId }) customerId: string,
    @Query({ schema: LimitQuery }) { limit }: LimitQuery,
    @CurrentCaller() caller?: Caller,
  ): Promise<Recommendations> {
    requireOwner(customerId, caller, 'recommendations:any');
    return this.products.recommend(customerId, limit);
  }
}
