import type { ProjectionPlan, ServicePlan } from '../plan.ts';

/** The endpoint that reads the projection and, where a request begins what the service does, the one that does so. */
export function controllerText(
  { command }: Pick<ServicePlan, 'command'>,
  { model, file, key }: ProjectionPlan,
): string {
  const schema = key.isUuid ? 'z.uuid()' : 'z.string().min(1).max(255)';
  const post = command
    ? `@Post()
  @RequireScope('${file}:write')
  @ApiOperation({ summary: 'Begin one' })
  @ApiCreatedResponse({ standardSchema: ${model}Created })
  async create() {
    return { ${key.field}: await this.record.execute() };
  }

  `
    : '';
  return `import { Controller, Get, Param${command ? ', Post' : ''} } from '@nestjs/common';
import { ${command ? 'ApiCreatedResponse, ' : ''}ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemError, RequireScope } from '@waybill/service';
import { z } from 'zod';
${command ? `import { ${command.className} } from '../application/${command.file}.use-case.js';\n` : ''}import { historyOf } from '../domain/${file}.js';
import { ${model}Projection } from '../persistence/${file}-projection.js';

const ${model}Response = z.object({
  ${key.field}: ${schema},
  /** Earliest first. */
  history: z.array(z.object({ event: z.string(), at: z.iso.datetime() })),
});
${command ? `const ${model}Created = ${model}Response.pick({ ${key.field}: true });\n` : ''}
@ApiTags('${file}')
@Controller('${file}')
export class ${model}Controller {
  constructor(private readonly projection: ${model}Projection${command ? `, private readonly record: ${command.className}` : ''}) {}

  ${post}@Get(':${key.field}')
  @RequireScope('${file}:read')
  @ApiOperation({ summary: 'What happened to one ${key.subject}' })
  @ApiOkResponse({ standardSchema: ${model}Response })
  async find(@Param('${key.field}', { schema: ${schema} }) ${key.field}: string) {
    const found = await this.projection.find(${key.field});
    if (!found) throw new ProblemError(404, 'Nothing is known of this ${key.subject} yet.');
    return { ${key.field}, history: historyOf(found) };
  }
}
`;
}

/** For a service that keeps nothing: an endpoint with validated input, to begin with. */
export function plainControllerText({ name, variable }: ServicePlan): string {
  const model = `${variable[0]!.toUpperCase()}${variable.slice(1)}`;
  return `import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@waybill/service';
import { z } from 'zod';

const ${model}Query = z.strictObject({ name: z.string().min(1).max(255).default('world') });
const ${model}Response = z.object({ greeting: z.string() });

@ApiTags('${name}')
@Controller('${name}')
export class ${model}Controller {
  @Get()
  @RequireScope('${name}:read')
  @ApiOperation({ summary: 'A greeting' })
  @ApiOkResponse({ standardSchema: ${model}Response })
  greet(@Query({ schema: ${model}Query }) { name }: z.output<typeof ${model}Query>) {
    return { greeting: \`Hello, \${name}\` };
  }
}
`;
}
