import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@waybill/service';
import { CollectBehavior } from '../application/collect-behavior.use-case.js';
import { BehaviorRequest } from './behavior.request.js';
import { BehaviorResponse } from './responses.js';

@ApiTags('behavior')
@Controller('behavior')
export class BehaviorController {
  constructor(private readonly behavior: CollectBehavior) {}

  @Post()
  @RequireScope('behavior:write')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Collect what shoppers did',
    description:
      'Responds once the broker has stored every event. After a 503, send the same events again with the same eventIds: each counts once.',
  })
  @ApiAcceptedResponse({ standardSchema: BehaviorResponse })
  async collect(
    @Body({ schema: BehaviorRequest }) { events }: BehaviorRequest,
  ): Promise<{ accepted: number }> {
    await this.behavior.collect(events, new Date());
    return { accepted: events.length };
  }
}
