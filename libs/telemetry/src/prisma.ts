import { PrismaInstrumentation } from '@prisma/instrumentation';
import { childrenOnly } from './sdk/children-only.js';
import { tracerOf } from './tracer.js';

/** All but the statements themselves: the spans around them already show the caller and the transaction. */
const NOISE = [/^prisma:client:(?!db_query$)/];

/**
 * One span for each statement that Prisma sends inside a recorded request or message; polls and clean-ups make none.
 * Call it before the client is made; without an SDK it does nothing.
 */
export function tracePrisma(): void {
  if (!tracerOf('prisma')) return;
  const instrumentation = new PrismaInstrumentation({ ignoreSpanTypes: NOISE });
  instrumentation.setTracerProvider(childrenOnly);
  // Again: its constructor enabled it with the global provider.
  instrumentation.enable();
}
