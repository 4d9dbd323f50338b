import { Body, Controller, Get, Param, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ProblemError } from '@waybill/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Catalogue } from '../application/catalogue.js';
import { formatAmount, parseAmount } from '../domain/money.js';
import { ProductAnswer, productAnswer, ProductPageAnswer, productPageAnswer } from './answers.js';
import { decodeCursor } from './cursor.js';
import { ProductId } from './fields.js';
import { ListProductsQuery, PutProductRequest } from './product.request.js';

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @ApiOperation({ summary: 'List products by id; search looks into id and description' })
  @ApiOkResponse({ standardSchema: ProductPageAnswer })
  async list(@Query({ schema: ListProductsQuery }) query: ListProductsQuery) {
    const { search, limit, cursor } = query;
    const after = decodeCursor(ProductId, cursor);
    return productPageAnswer(await this.catalogue.list({ search, limit, after }));
  }

  @Get(':productId')
  @ApiOperation({ summary: 'A product' })
  @ApiParam({ name: 'productId' })
  @ApiOkResponse({ standardSchema: ProductAnswer })
  async find(@Param('productId', { schema: z.string() }) productId: string) {
    const product = await this.catalogue.find(productId);
    if (!product)
      throw new ProblemError(404, 'There is no product with this id', { code: 'product-not-found' });
    return productAnswer(product);
  }

  @Put(':productId')
  @ApiOperation({ summary: 'Create a product or replace it; orders keep the price they were placed at' })
  @ApiParam({ name: 'productId' })
  @ApiOkResponse({ standardSchema: ProductAnswer })
  @ApiCreatedResponse({ standardSchema: ProductAnswer })
  async put(
    @Param('productId', { schema: ProductId }) productId: string,
    @Body({ schema: PutProductRequest }) request: PutProductRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { description, unitPrice, stock } = request;
    const product = {
      productId,
      description,
      unitPrice: formatAmount(parseAmount(unitPrice.amount)),
      currency: unitPrice.currency,
      stock,
    };
    const { created } = await this.catalogue.put(product);
    void reply.status(created ? 201 : 200);
    if (created) void reply.header('location', `/products/${encodeURIComponent(productId)}`);
    return productAnswer(product);
  }
}
