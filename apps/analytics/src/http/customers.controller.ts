import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemError, RequireScope } from '@waybill/service';
import { z } from 'zod';
import { Figures, type CustomerFigures } from '../persistence/figures.js';
import { currencyField } from './period.query.js';
import { CustomerResponse } from './responses.js';

const CustomerId = z.string().min(1).max(255);
const CustomerQuery = z.strictObject(currencyField);

@ApiTags('figures')
@Controller('customers')
export class CustomersController {
  constructor(private readonly figures: Figures) {}

  @Get(':customerId')
  @RequireScope('analytics:read')
  @ApiOperation({
    summary: 'What one customer bought',
    description: 'Default currency: that of most of the customer’s orders.',
  })
  @ApiOkResponse({ standardSchema: CustomerResponse })
  async customer(
    @Param('customerId', { schema: CustomerId }) customerId: string,
    @Query({ schema: CustomerQuery }) { currency }: z.output<typeof CustomerQuery>,
  ): Promise<CustomerFigures> {
    const figures = await this.figures.customer(customerId, currency);
    if (!figures) throw new ProblemError(404, 'This customer has no confirmed order yet.');
    return figures;
  }
}
