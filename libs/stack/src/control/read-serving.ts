import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { StackError } from '../errors.js';
import type { Serving } from '../services/served-services.js';

/** The body of a request to serve a service. @throws StackError `BAD_REQUEST` naming the field */
export async function readServing(request: IncomingMessage): Promise<Serving> {
  const body = await json(request).catch((cause: unknown) => {
    throw new StackError('BAD_REQUEST', 'the body is not JSON', { cause });
  });
  const { env, inspectorPort } = Object(body) as Record<string, unknown>;
  if (!isTexts(env)) throw new StackError('BAD_REQUEST', 'env must be an object of strings');
  if (!isPort(inspectorPort)) {
    throw new StackError('BAD_REQUEST', 'inspectorPort must be a whole number from 1 to 65535');
  }
  return { env, inspectorPort };
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535;
}
