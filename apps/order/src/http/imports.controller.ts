import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BodyRules, MIB } from '@waybill/service';
import { ImportOrders } from '../application/import-orders.use-case.js';
import { ImportAnswer } from './answers.js';
import { ImportOrdersRequest, sortOut } from './import-orders.request.js';

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
      'Idempotent by reference. An order that is not valid is rejected with its faults; the others are taken.',
  })
  @ApiOkResponse({ standardSchema: ImportAnswer })
  async import(@Body({ schema: ImportOrdersRequest }) { orders }: ImportOrdersRequest) {
    const { valid, rejected } = sortOut(orders);
    return { ...(await this.importOrders.execute(valid)), rejected };
  }
}
