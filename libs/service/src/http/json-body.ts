import type { FastifyInstance } from 'fastify';
import { takesRaw, type BodyRules } from './body-rules.js';
import { InvalidInput, ProblemError } from './problem.js';
import { unstorableText } from './unstorable-text.js';

const JSON_TYPE = 'application/json';

/** NUL and halves of surrogate pairs can be written in JSON only with these escapes. */
const SUSPECT = /\\u(0000|[dD][89a-fA-F])/;

/**
 * JSON is the only media type, except on routes that take others raw. An empty body counts as none (a POST without a
 * body may still have a content type). Text that Postgres cannot store is refused here, with its pointer, unless the
 * endpoint accepts it with `anyText`.
 */
export function takeJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    if (takesRaw(request, JSON_TYPE)) return done(null, body);
    const text = body.toString();
    if (text.trim() === '') return done(null, undefined);
    try {
      const value: unknown = JSON.parse(text);
      const { anyText } = request.routeOptions.config as BodyRules;
      const errors = !anyText && SUSPECT.test(text) ? unstorableText(value) : [];
      if (errors.length > 0) throw new InvalidInput(errors);
      done(null, value);
    } catch (error) {
      done(error instanceof SyntaxError ? malformed(error) : (error as Error));
    }
  });
}

function malformed(error: SyntaxError): ProblemError {
  return new ProblemError(400, `The body is not valid JSON: ${error.message}`, {
    code: 'malformed-json',
    cause: error,
  });
}
