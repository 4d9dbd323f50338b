import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { StreamsAnswer } from '@waybill/console-api';
import { WatchStreams } from '../application/watch-streams.js';

@ApiTags('streams')
@Controller('api/streams')
export class StreamsController {
  constructor(private readonly watch: WatchStreams) {}

  @Get()
  @ApiOperation({ summary: 'Streams and their consumers: positions, rates, time to drain' })
  list(): Promise<StreamsAnswer> {
    return this.watch.execute();
  }
}
