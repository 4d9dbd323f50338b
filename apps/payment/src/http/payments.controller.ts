import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { decodeCursor, RequireScope } from '@waybill/service';
import { z } from 'zod';
import { PaymentNotFound } from '../errors.js';
import { PaymentQueries } from '../persistence/payment-queries.js';
import { ListPaymentsQuery, PaymentCursor } from './list-payments.query.js';
import { PaymentPageResponse, paymentPageResponse, PaymentResponse, paymentResponse } from './responses.js';

const OrderId = z.uuid();

@ApiTags('payments')
@Controller('payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentQueries) {}

  @Get()
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'List payments, newest first' })
  @ApiOkResponse({ standardSchema: PaymentPageResponse })
  async list(@Query({ schema: ListPaymentsQuery }) { status, limit, cursor }: ListPaymentsQuery) {
    const after = decodeCursor(PaymentCursor, cursor);
    return paymentPageResponse(await this.payments.list(status, { limit, after }));
  }

  @Get(':orderId')
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'The payment of an order and its ledger' })
  @ApiParam({ name: 'orderId' })
  @ApiOkResponse({ standardSchema: PaymentResponse })
  async find(@Param('orderId') orderId: string) {
    const payment = OrderId.safeParse(orderId).success ? await this.payments.find(orderId) : undefined;
    if (!payment) throw new PaymentNotFound();
    return paymentResponse(payment);
  }
}
