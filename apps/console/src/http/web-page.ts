import fastifyStatic from '@fastify/static';
import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addPlainRoutes } from './plain-routes.js';

/** The same place from the sources and from what was built of them. */
const PAGE_FOLDER = fileURLToPath(new URL('../../../console-web/dist', import.meta.url));

/** Programs ask here; an address of theirs that does not exist is no page. */
const NOT_PAGES = /^\/(api|services|v1|health|metrics|docs|openapi\.json|asyncapi\.json)(\/|\?|$)/;
const NOT_BUILT =
  'The console’s page has not been built yet: run "npx nx run-many -t build" in the workspace, then load it again.\n' +
  'Its API answers already, under /api.\n';

/** What a built file's address looks like; anything else, encoded or with dots in front, becomes no path. */
const FILE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/**
 * Serves the built page: its files, and `index.html` for every other address, which the page itself makes sense of.
 * Looks at the disk for each request, so that a page that is built anew is served at once.
 */
export class WebPage implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly folder: string = PAGE_FOLDER,
  ) {}

  onModuleInit(): void {
    addPlainRoutes(this.host.httpAdapter.getInstance<FastifyInstance>(), 'page', async (scope) => {
      await scope.register(fastifyStatic, {
        root: this.folder,
        serve: false,
        preCompressed: true,
        cacheControl: false,
        // It may not have been built yet.
        suppressWarning: true,
      });
      scope.get('/*', (request, reply) =>
        NOT_PAGES.test(request.url) ? reply.callNotFound() : this.send(reply, pathOf(request.url)),
      );
    });
  }

  /** Files below `assets/` have a hash of what is in them in their names; the others keep theirs when they change. */
  private async send(reply: FastifyReply, path: string): Promise<FastifyReply | void> {
    if (await this.has(path)) {
      const caching = isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      return reply.header('cache-control', caching).sendFile(path);
    }
    // A page from before the last build asks for files that are gone: the page in their place would not help it.
    if (isHashed(path)) return reply.callNotFound();
    if (await this.has('index.html')) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  }

  private async has(path: string): Promise<boolean> {
    if (!FILE.test(path)) return false;
    const found = await stat(join(this.folder, path)).catch(() => undefined);
    return found?.isFile() ?? false;
  }
}

const isHashed = (path: string) => path.startsWith('assets/');
const pathOf = (url: string) => url.slice(1).split('?')[0] ?? '';
