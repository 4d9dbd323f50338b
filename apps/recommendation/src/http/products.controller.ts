import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@waybill/service';
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
  @Public()
  @ApiOperation({
    summary: 'Products that are often bought with a product',
    description: 'From the baskets with the product. 404 if it was never ordered or viewed.',
  })
  @ApiOkResponse({ standardSchema: SimilarResponse })
  async similar(
    @Param('productId', { schema: ProductId }) productId: string,
    @Query({ schema: LimitQuery }) { limit }: LimitQuery,
  ): Promise<SimilarProducts> {
    return this.products.findSimilar(productId, limit);
  }
}
