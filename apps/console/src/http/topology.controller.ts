import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TopologyResponse } from '@waybill/console-api';
import { DrawTopology } from '../application/draw-topology.use-case.js';

@ApiTags('topology')
@Controller('api/topology')
export class TopologyController {
  constructor(private readonly topology: DrawTopology) {}

  @Get()
  @ApiOperation({ summary: 'Which services exchange which events, as declared and as seen' })
  draw(): Promise<TopologyResponse> {
    return this.topology.execute();
  }
}
