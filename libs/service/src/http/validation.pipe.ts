import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { InvalidInput, pointerOf, type InputFault } from './problem.js';
import { unstorableText } from './unstorable-text.js';

/**
 * Validates whatever a parameter decorator names a schema for (`@Body({ schema })`, `@Param('id', { schema })`)
 * and hands on the parsed value.
 *
 * @throws InvalidInput with a pointer for each fault
 */
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema) return value;
    const name = typeof data === 'string' ? [data] : [];
    // A body was looked through when it was parsed; addresses come in here.
    const faults = type === 'body' ? [] : unstorableText(value);
    if (faults.length > 0) {
      throw new InvalidInput(faults.map((fault) => ({ ...fault, pointer: pointerOf(name) + fault.pointer })));
    }
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    throw new InvalidInput(result.issues.flatMap((issue) => faultsOf(issue as z.core.$ZodIssue, name)));
  }
}

/** zod names the object that holds unknown fields; a caller wants to know the fields. */
export function faultsOf(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[] = []): InputFault[] {
  const path = [...prefix, ...(issue.path ?? [])];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), message: 'is not a known field' }));
  }
  return [{ pointer: pointerOf(path), message: issue.message }];
}
