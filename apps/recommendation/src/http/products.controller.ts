import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FindSimilarProducts, type SimilarProducts } from '../application/find-similar-products.use-case.js';
import { LimitQuery } from './limit.query.js';
import { SimilarResponse } from './responses.js';

const ProductId = z.string().min(1).max(64);

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(private readonly products: FindSimilarProducts) {}

  @Get(':productId/similar')
  @ApiOperation({
    summary: 'What goes together with a product',
    description: 'From the baskets that it is found in. 404 where nobody has ordered it or looked at it yet.',
  })
  @ApiOkResponse({ standardSchema: SimilarResponse })
  async similar(
    @Param('productId', { schema: ProductId }) productId: string,
    @Query({ schema: LimitQuery }) { limit }: LimitQuery,
  ): Promise<SimilarProducts> {
    return this.products.findSimilar(productId, limit);
  }
}
