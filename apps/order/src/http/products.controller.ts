import { Body, Controller, Get, Param, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { formatAmount, parseAmount } from '../domain/money.js';
import { ProductNotFound } from '../errors.js';
import { Catalogue } from '../persistence/catalogue.js';
import { decodeCursor, Public, RequireScope } from '@waybill/service';
import { ProductId } from './fields.js';
import { ListProductsQuery, PutProductRequest } from './product.request.js';
import { ProductResponse, productResponse, ProductPageResponse, productPageResponse } from './responses.js';

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'List products by id; search matches id and description' })
  @ApiOkResponse({ standardSchema: ProductPageResponse })
  async list(@Query({ schema: ListProductsQuery }) query: ListProductsQuery) {
    const { search, limit, cursor } = query;
    const after = decodeCursor(ProductId, cursor);
    return productPageResponse(await this.catalogue.list({ search, limit, after }));
  }

  @Get(':productId')
  @Public()
  @ApiOperation({ summary: 'A product' })
  @ApiParam({ name: 'productId' })
  @ApiOkResponse({ standardSchema: ProductResponse })
  async find(@Param('productId', { schema: z.string() }) productId: string) {
    const product = await this.catalogue.find(productId);
    if (!product) throw new ProductNotFound();
    return productResponse(product);
  }

  @Put(':productId')
  @RequireScope('products:write')
  @ApiOperation({ summary: 'Create or replace a product; orders keep the price at which they were placed' })
  @ApiParam({ name: 'productId' })
  @ApiOkResponse({ standardSchema: ProductResponse })
  @ApiCreatedResponse({ standardSchema: ProductResponse })
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
    return productResponse(product);
  }
}
