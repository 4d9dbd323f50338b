import type { FastifyInstance } from 'fastify';
import type { BodyRules } from './body-rules.js';
import { InvalidInput, ProblemError } from './problem.js';
import { takesRaw } from './raw-body.js';
import { unstorableText } from './unstorable-text.js';

const JSON_TYPE = 'application/json';

/** What text of a JSON document can only be written with these escapes: `\u0000` and halves of surrogate pairs. */
const SUSPECT = /\\u(0000|[dD][89a-fA-F])/;

/**
 * JSON is the only media type, but for routes that take others raw. An empty body is no body (a POST without one may still name its type), and
 * text that Postgres cannot store is refused here, with its pointer, for every endpoint that does not ask for it.
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
