import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CancelOrder } from '../application/cancel-order.use-case.js';
import { PlaceOrder } from '../application/place-order.use-case.js';
import { OrderNotFound } from '../errors.js';
import { OrderQueries } from '../persistence/order-queries.js';
import {
  CurrentCaller,
  decodeCursor,
  limitedTo,
  requireOwner,
  RequireScope,
  type Caller,
} from '@waybill/service';
import { ListOrdersQuery, OrderCursor } from './list-orders.query.js';
import { idempotencyKeyOf, PlaceOrderRequest } from './place-order.request.js';
import {
  CancelledResponse,
  OrderResponse,
  orderResponse,
  OrderPageResponse,
  orderPageResponse,
  ReceiptResponse,
} from './responses.js';

/** Tokens without it reach the orders of one customer only. */
const ANY_ORDERS = 'orders:any';

@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly orders: OrderQueries,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('orders:write')
  @ApiOperation({
    summary: 'Place an order',
    description:
      'The order is stored at once; stock and payment are settled afterwards. Repeating a request with the same Idempotency-Key returns the same response and places no second order.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAcceptedResponse({ standardSchema: ReceiptResponse })
  async place(
    @Body({ schema: PlaceOrderRequest }) request: PlaceOrderRequest,
    @Headers('idempotency-key') header: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentCaller() caller?: Caller,
  ) {
    requireOwner(request.customerId, caller, ANY_ORDERS);
    const { receipt, replayed } = await this.placeOrder.execute(request, idempotencyKeyOf(header));
    if (replayed) void reply.header('idempotency-replayed', 'true');
    void reply.header('location', `/orders/${receipt.orderId}`);
    return receipt;
  }

  @Get()
  @RequireScope('orders:read')
  @ApiOperation({ summary: 'List orders, newest first' })
  @ApiOkResponse({ standardSchema: OrderPageResponse })
  async list(@Query({ schema: ListOrdersQuery }) query: ListOrdersQuery, @CurrentCaller() caller?: Caller) {
    const { limit, cursor, customerId = limitedTo(caller, ANY_ORDERS), ...filter } = query;
    if (customerId !== undefined) requireOwner(customerId, caller, ANY_ORDERS);
    return orderPageResponse(
      await this.orders.list(
        { ...filter, ...(customerId !== undefined && { customerId }) },
        { limit, after: decodeCursor(OrderCursor, cursor) },
      ),
    );
  }

  @Get(':orderId')
  @RequireScope('orders:read')
  @ApiOperation({ summary: 'An order and its history' })
  @ApiParam({ name: 'orderId' })
  @ApiOkResponse({ standardSchema: OrderResponse })
  async find(@Param('orderId') orderId: string, @CurrentCaller() caller?: Caller) {
    const own = limitedTo(caller, ANY_ORDERS);
    const order = isUuid(orderId) ? await this.orders.find(orderId) : undefined;
    // As if it did not exist: ids of other customers' orders are not confirmed.
    if (!order || (own ?? order.customerId) !== order.customerId) throw new OrderNotFound();
    return orderResponse(order);
  }

  @Post(':orderId/cancel')
  @HttpCode(202)
  @RequireScope('orders:write')
  @ApiOperation({ summary: 'Cancel an order that is placed or confirmed' })
  @ApiParam({ name: 'orderId' })
  @ApiAcceptedResponse({ standardSchema: CancelledResponse })
  async cancel(@Param('orderId') orderId: string, @CurrentCaller() caller?: Caller) {
    if (!isUuid(orderId)) throw new OrderNotFound();
    await this.cancelOrder.execute(orderId, limitedTo(caller, ANY_ORDERS));
    return { orderId, status: 'cancelled' as const };
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
