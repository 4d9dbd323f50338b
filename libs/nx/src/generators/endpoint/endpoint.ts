import type { ExistingService } from '../existing-service.ts';
import { pascalCase } from '../naming.ts';

/** A list, to begin with: its query is validated, its response described. */
export function endpointText(path: string): string {
  const model = pascalCase(path);
  return `import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@waybill/service';
import { z } from 'zod';

const ${model}Query = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });
const ${model}Response = z.object({ items: z.array(z.string()) });

@ApiTags('${path}')
@Controller('${path}')
export class ${model}Controller {
  @Get()
  @RequireScope('${path}:read')
  @ApiOperation({ summary: 'The newest ${path}' })
  @ApiOkResponse({ standardSchema: ${model}Response })
  list(@Query({ schema: ${model}Query }) { limit }: z.output<typeof ${model}Query>): z.output<typeof ${model}Response> {
    return { items: [].slice(0, limit) };
  }
}
`;
}

export function endpointTestText({ variable }: ExistingService, path: string): string {
  return `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@waybill/service/testing';
import { ${variable} } from '../service.js';

let service: TestService;
beforeAll(async () => (service = await startTestService(${variable}, { messaging: false })));
afterAll(() => service?.close());

it('lists ${path}, and refuses what it does not know', async () => {
  const response = await fetch(\`\${service.url}/${path}?limit=5\`);
  expect(await response.json()).toEqual({ items: [] });
  expect((await fetch(\`\${service.url}/${path}?limit=0\`)).status).toBe(400);
  expect((await fetch(\`\${service.url}/${path}?limti=5\`)).status).toBe(400);
});
`;
}
