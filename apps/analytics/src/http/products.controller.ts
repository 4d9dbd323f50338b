import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@waybill/service';
import { Figures, type TopProducts } from '../persistence/figures.js';
import { TopProductsResponse } from './responses.js';
import { TopProductsQuery } from './top-products.query.js';

@ApiTags('figures')
@Controller('products')
export class ProductsController {
  constructor(private readonly figures: Figures) {}

  @Get('top')
  @RequireScope('analytics:read')
  @ApiOperation({ summary: 'Best-selling products', description: 'Ties are sorted by productId.' })
  @ApiOkResponse({ standardSchema: TopProductsResponse })
  async top(
    @Query({ schema: TopProductsQuery }) { by, limit, currency, ...period }: TopProductsQuery,
  ): Promise<TopProducts> {
    return this.figures.topProducts(period, by, limit, currency);
  }
}
