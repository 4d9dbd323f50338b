import type { ProjectionPlan } from '../plan.ts';

/** The endpoint that reads the projection. */
export function controllerText({ model, file, key }: ProjectionPlan): string {
  const schema = key.isUuid ? 'z.uuid()' : 'z.string().min(1).max(255)';
  return `import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemError } from '@waybill/service';
import { z } from 'zod';
import { historyOf } from '../domain/${file}.js';
import { ${model}Projection } from '../persistence/${file}-projection.js';

const ${model}Response = z.object({
  ${key.field}: ${schema},
  /** Earliest first. */
  history: z.array(z.object({ event: z.string(), at: z.iso.datetime() })),
});

@ApiTags('${file}')
@Controller('${file}')
export class ${model}Controller {
  constructor(private readonly projection: ${model}Projection) {}

  @Get(':${key.field}')
  @ApiOperation({ summary: 'What happened to one ${key.subject}' })
  @ApiOkResponse({ standardSchema: ${model}Response })
  async find(@Param('${key.field}', { schema: ${schema} }) ${key.field}: string) {
    const found = await this.projection.find(${key.field});
    if (!found) throw new ProblemError(404, 'No event of this ${key.subject} has arrived yet.');
    return { ${key.field}, history: historyOf(found) };
  }
}
`;
}
