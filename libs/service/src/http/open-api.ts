import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { discoveryUrl } from '../auth/issuer-keys.js';
import { SCHEME } from '../auth/route-access.js';
import { OPERATIONS } from '../health/operations.controller.js';

const problem = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', description: 'Identifies the kind of problem, for programs' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'For people: what happened, why, and what to do' },
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', example: '/lines/0/quantity' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

/** The routes that `serveOpenApi` adds. */
export const DOCS = /^\/(docs|openapi\.json)(\/|-|$)/;

/** Serves `/openapi.json` and `/docs`, built from the zod schemas of the controllers at the first request. */
export function serveOpenApi(
  app: INestApplication,
  { title, description, issuer }: { title: string; description: string; issuer?: string | undefined },
): void {
  const config = new DocumentBuilder().setTitle(title).setDescription(description).setVersion('1').build();
  const build = (): OpenAPIObject =>
    withSecurity(
      withProblems(
        SwaggerModule.createDocument(app, config, {
          operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
        }),
      ),
      issuer,
    );
  SwaggerModule.setup('docs', app, build, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}

/** Adds the problem response that every operation may have. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const operation of operationsOf(document)) {
    operation.responses = { ...operation.responses, default: { description: 'A problem', content } };
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: structuredClone(problem) as object },
  };
  return document;
}

/** Describes who may call what: a token of the issuer, with the scopes of the operation. Without an issuer, everyone. */
function withSecurity(document: OpenAPIObject, issuer: string | undefined): OpenAPIObject {
  if (issuer === undefined) {
    for (const operation of operationsOf(document)) delete operation.security;
    return document;
  }
  const scheme = { type: 'openIdConnect', openIdConnectUrl: discoveryUrl(issuer) } as const;
  document.security = [{ [SCHEME]: [] }];
  document.components = { ...document.components, securitySchemes: { [SCHEME]: scheme } };
  for (const path of OPERATIONS) {
    const operation = document.paths[path]?.get;
    if (operation) operation.security = [{}];
  }
  return document;
}

function operationsOf({ paths }: OpenAPIObject): OperationObject[] {
  return Object.values(paths).flatMap(({ get, post, put, delete: remove, patch }) =>
    [get, post, put, remove, patch].filter((each) => each !== undefined),
  );
}

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
