import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OverviewResponse } from '@waybill/console-api';
import { LookOver } from '../application/look-over.use-case.js';

@ApiTags('overview')
@Controller('api/overview')
export class OverviewController {
  constructor(private readonly lookOver: LookOver) {}

  @Get()
  @ApiOperation({ summary: 'Whether anything is wrong, the worst first, and since when' })
  overview(): Promise<OverviewResponse> {
    return this.lookOver.execute();
  }
}
