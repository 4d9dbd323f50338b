import fastifyStatic from '@fastify/static';
import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addPlainRoutes } from './plain-routes.js';

/** The same place from the sources and from what was built of them. */
export const PAGE_FOLDER = fileURLToPath(new URL('../../../console-web/dist', import.meta.url));

/** Programs ask here; an address of theirs that does not exist is no page. */
const NOT_PAGES = /^\/(api|services|v1|health|metrics|docs|openapi\.json)(\/|\?|$)/;
const NOT_BUILT =
  'The console’s page has not been built yet: run "npm run build" in the workspace, then start the console again.\n' +
  'Its API answers already, under /api.\n';

/** Serves the built page: its files, and `index.html` for every other address, which the page itself makes sense of. */
export class WebPage implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly folder: string = PAGE_FOLDER,
  ) {}

  onModuleInit(): void {
    const files = filesOf(this.folder);
    addPlainRoutes(this.host.httpAdapter.getInstance<FastifyInstance>(), 'page', async (scope) => {
      if (files.has('index.html')) {
        await scope.register(fastifyStatic, {
          root: this.folder,
          serve: false,
          preCompressed: true,
          cacheControl: false,
        });
      }
      scope.get('/*', (request, reply) => {
        if (NOT_PAGES.test(request.url)) return reply.callNotFound();
        if (!files.has('index.html')) {
          return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
        }
        return send(reply, files, request.url.slice(1).split('?')[0] ?? '');
      });
    });
  }
}

/** Files below `assets/` have a hash of what is in them in their names; the others keep theirs when they change. */
function send(reply: FastifyReply, files: ReadonlySet<string>, path: string): FastifyReply | void {
  // A page from before the last build asks for files that are gone: the page in their place would not help it.
  if (path.startsWith('assets/') && !files.has(path)) return reply.callNotFound();
  const file = files.has(path) ? path : 'index.html';
  const caching = file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return reply.header('cache-control', caching).sendFile(file);
}

/** Read once: what is asked for is looked up here, and never becomes a path. */
function filesOf(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}
