import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FaultsResponse } from '@waybill/console-api';
import { z } from 'zod';
import { Audited } from './audited.js';
import { SwitchFaults } from '../application/switch-faults.use-case.js';

const Change = z.strictObject({
  heal: z.boolean().optional(),
  switches: z
    .array(z.strictObject({ id: z.string().max(128), value: z.number() }))
    .max(50)
    .optional(),
  processes: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/, 'must be the name of a process'),
        action: z.enum(['stop', 'start', 'kill'], 'must be "stop", "start" or "kill"'),
      }),
    )
    .max(20)
    .optional(),
  resetCounters: z.boolean().optional(),
});

@ApiTags('faults')
@Controller('api/faults')
export class FaultsController {
  constructor(private readonly faults: SwitchFaults) {}

  @Get()
  @ApiOperation({ summary: 'The fault switches, the processes, and the outcomes of the orders' })
  list(): Promise<FaultsResponse> {
    return this.faults.execute();
  }

  @Put()
  @Audited('faults.change')
  @ApiOperation({ summary: 'Switches faults, stops and starts processes, or heals everything' })
  change(@Body({ schema: Change }) change: z.output<typeof Change>): Promise<FaultsResponse> {
    return this.faults.change(change);
  }
}
