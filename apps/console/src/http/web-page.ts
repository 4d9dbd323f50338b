import fastifyStatic from '@fastify/static';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addPlainRoutes } from './plain-routes.js';

/** Relative to the sources and to their build alike. */
const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The published package has the page in itself. */
const PUBLISHED = folder('../../page');
const PAGE_FOLDER = existsSync(PUBLISHED) ? PUBLISHED : folder('../../../console-web/dist');

/** For programs: an unknown address below these is not the page. */
const NOT_PAGES = /^\/(api|auth|services|v1|health|metrics|docs|openapi\.json|asyncapi\.json)(\/|\?|$)/;
const NOT_BUILT =
  'The console’s page is not built yet: run "npx nx run-many -t build" in the workspace, then reload.\n' +
  'The API is available already, under /api.\n';

/** The address of a built file. Anything else, encoded or with a leading dot, never becomes a path. */
const FILE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/**
 * Serves the built page: its files, and `index.html` for every other address, which the page routes itself. Looks at the
 * disk for each request, so that a new build is served at once.
 */
@Injectable()
export class WebPage implements OnModuleInit {
  /** Another one in tests. */
  folder = PAGE_FOLDER;

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    addPlainRoutes(this.host.httpAdapter.getInstance<FastifyInstance>(), 'page', async (scope) => {
      await scope.register(fastifyStatic, {
        root: this.folder,
        serve: false,
        preCompressed: true,
        cacheControl: false,
        // The page may not be built yet.
        suppressWarning: true,
      });
      scope.get('/*', (request, reply) =>
        NOT_PAGES.test(request.url) ? reply.callNotFound() : this.send(reply, pathOf(request.url)),
      );
    });
  }

  /** Files below `assets/` have a hash of their contents in their names; the others keep their names when they change. */
  private async send(reply: FastifyReply, path: string): Promise<FastifyReply | void> {
    const isHashed = path.startsWith('assets/');
    if (await this.has(path)) {
      const caching = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
      return reply.header('cache-control', caching).sendFile(path);
    }
    // A page from before the last build asks for a script that is gone: `index.html` would not help it.
    if (isHashed) return reply.callNotFound();
    if (await this.has('index.html')) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  }

  private async has(path: string): Promise<boolean> {
    if (!FILE.test(path)) return false;
    const found = await stat(join(this.folder, path)).catch(() => undefined);
    return found?.isFile() ?? false;
  }
}

const pathOf = (url: string) => url.slice(1).split('?')[0] ?? '';
