import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuditResponse } from '@waybill/console-api';
import { z } from 'zod';
import { Audit } from '../application/audit.js';
import { wholeNumber } from './fields.js';

const PageQuery = z.strictObject({
  before: z.iso
    .datetime({ offset: true, precision: 6, error: 'must be an ISO 8601 time with microseconds' })
    .optional(),
  limit: wholeNumber(1, 200).default(100),
});

@ApiTags('audit')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @ApiOperation({ summary: 'What operators changed, when and on what, newest first' })
  list(@Query({ schema: PageQuery }) { limit, before }: z.output<typeof PageQuery>): Promise<AuditResponse> {
    return this.audit.list(limit, before);
  }
}
