import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import type { InputError } from '../business-error.js';
import { InvalidInput, pointerOf } from './problem.js';
import { unstorableText } from './unstorable-text.js';

/**
 * Validates parameters that have a schema in their decorator (`@Body({ schema })`, `@Param('id', { schema })`) and
 * passes on the parsed value.
 *
 * @throws InvalidInput with a pointer for each error
 */
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema) return value;
    const name = typeof data === 'string' ? [data] : [];
    // A body was checked when it was parsed; the parts of a URL are checked here.
    const errors = type === 'body' ? [] : unstorableText(value);
    if (errors.length > 0) {
      throw new InvalidInput(errors.map((error) => ({ ...error, pointer: pointerOf(name) + error.pointer })));
    }
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    throw new InvalidInput(result.issues.flatMap((issue) => errorsOf(issue as z.core.$ZodIssue, name)));
  }
}

/** The errors of a zod issue. For unknown fields zod points to their object; a caller needs the fields. */
export function errorsOf(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[] = []): InputError[] {
  const path = [...prefix, ...(issue.path ?? [])];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), message: 'is not a known field' }));
  }
  return [{ pointer: pointerOf(path), message: issue.message }];
}
