import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BodyRules, MIB } from '@waybill/service';
import type { z } from 'zod';
import { ImportOrders } from '../application/import-orders.use-case.js';
import { ImportOrdersRequest, rejectTooLarge, sortOut } from './import-orders.request.js';
import { inParts } from './import-parts.js';
import { ImportResponse } from './responses.js';

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(private readonly importOrders: ImportOrders) {}

  @Post('orders')
  @HttpCode(200)
  @BodyRules({ bodyLimit: 16 * MIB, anyText: true })
  @ApiOperation({
    summary: 'Import orders that were placed elsewhere',
    description:
      'Idempotent by reference. An order that is not valid is rejected with its faults; the others are taken. ' +
      'A large request is stored in parts: where it fails half-way, what was stored counts as duplicates next time.',
  })
  @ApiOkResponse({ standardSchema: ImportResponse })
  async import(@Body({ schema: ImportOrdersRequest }) { orders }: ImportOrdersRequest) {
    const answer: z.infer<typeof ImportResponse> = { accepted: 0, duplicates: 0, rejected: [] };
    for (const part of inParts(orders)) {
      const { valid, rejected } = sortOut(part);
      const { accepted, duplicates, tooLarge } = await this.importOrders.execute([...valid.keys()]);
      answer.accepted += accepted;
      answer.duplicates += duplicates;
      answer.rejected.push(...rejected, ...tooLarge.map((order) => rejectTooLarge(order, valid.get(order)!)));
    }
    return answer;
  }
}
