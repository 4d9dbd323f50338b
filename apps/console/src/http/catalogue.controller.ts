import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CatalogueResponse } from '@waybill/console-api';
import { asyncApiOf } from '@waybill/messaging/operations';
import { ListEvents } from '../application/list-events.use-case.js';
import { ServiceDirectory } from '../platform/service-directory.js';

@ApiTags('catalogue')
@Controller()
export class CatalogueController {
  constructor(
    private readonly events: ListEvents,
    private readonly directory: ServiceDirectory,
  ) {}

  @Get('api/catalogue')
  @ApiOperation({
    summary:
      'Every event: which service publishes it, which consumer reads which version, schema and example',
  })
  list(): CatalogueResponse {
    return this.events.execute();
  }

  @Get('asyncapi.json')
  @ApiOperation({ summary: 'The same, as an AsyncAPI 3 document' })
  asyncApi(): Record<string, unknown> {
    return asyncApiOf(
      this.directory
        .services()
        .flatMap(({ name, description }) => (description ? [{ ...description, service: name }] : [])),
    );
  }
}
