import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BodyRules, MIB, RequireScope } from '@waybill/service';
import type { z } from 'zod';
import { ImportOrders } from '../application/import-orders.use-case.js';
import { ImportOrdersRequest, rejectTooLarge, validateOrders } from './import-orders.request.js';
import { inParts } from './import-parts.js';
import { ImportResponse } from './import-orders.response.js';

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(private readonly importOrders: ImportOrders) {}

  @Post('orders')
  @RequireScope('orders:import')
  @HttpCode(200)
  @BodyRules({ bodyLimit: 16 * MIB, anyText: true })
  @ApiOperation({
    summary: 'Import orders that were placed elsewhere',
    description:
      'Idempotent by reference. Invalid orders are rejected with their errors; the others are accepted. ' +
      'A large request is stored in parts: if it fails half-way, repeat it; the orders that were stored count as duplicates.',
  })
  @ApiOkResponse({ standardSchema: ImportResponse })
  async import(@Body({ schema: ImportOrdersRequest }) { orders }: ImportOrdersRequest) {
    const response: z.infer<typeof ImportResponse> = { accepted: 0, duplicates: 0, rejected: [] };
    for (const part of inParts(orders)) {
      const { valid, rejected } = validateOrders(part);
      const { accepted, duplicates, tooLarge } = await this.importOrders.execute([...valid.keys()]);
      response.accepted += accepted;
      response.duplicates += duplicates;
      response.rejected.push(
        ...rejected,
        ...tooLarge.map((order) => rejectTooLarge(order, valid.get(order)!)),
      );
    }
    return response;
  }
}
