import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, HttpCode, Injectable } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { instrumentNest } from './instrument-nest.js';

@Injectable()
class Greetings {
  readonly #greeting = 'hello';

  async of(name: string): Promise<string> {
    if (name === '') throw new RangeError('nobody');
    return `${this.word()} ${name}`;
  }

  word(): string {
    return this.#greeting;
  }
}

@Controller()
class GreetingsController {
  constructor(private readonly greetings: Greetings) {}

  @HttpCode(202)
  greet(name: string): Promise<string> {
    return this.greetings.of(name);
  }
}

class Plain {
  answer(): number {
    return 42;
  }
}

const exporter = new InMemorySpanExporter();
const decorate = instrumentNest((type) => type !== Plain);

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
});
beforeEach(() => exporter.reset());
afterAll(() => {
  trace.disable();
  context.disable();
});

function controller(): GreetingsController {
  return decorate(new GreetingsController(decorate(new Greetings()) as Greetings)) as GreetingsController;
}

/** Runs in a recorded span, as a request does. */
async function inRequest<T>(work: () => Promise<T>): Promise<T> {
  const span = trace.getTracer('test').startSpan('GET /greetings/:name');
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } finally {
    span.end();
  }
}

const recorded = () =>
  exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    parent: exporter
      .getFinishedSpans()
      .find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId)?.name,
    error: span.attributes['error.type'],
  }));

describe('an instrumented instance', () => {
  it('runs what others call in spans, one inside the other, with private fields', async () => {
    expect(await inRequest(() => controller().greet('Ada'))).toBe('hello Ada');
    expect(recorded()).toEqual([
      { name: 'Greetings.of', parent: 'GreetingsController.greet', error: undefined },
      { name: 'GreetingsController.greet', parent: 'GET /greetings/:name', error: undefined },
      { name: 'GET /greetings/:name', parent: undefined, error: undefined },
    ]);
  });

  it('passes errors on, and names them on its span', async () => {
    await expect(inRequest(() => controller().greet(''))).rejects.toThrow('nobody');
    expect(recorded().map(({ error }) => error)).toEqual(['RangeError', 'RangeError', undefined]);
  });

  it('keeps what decorators set on its methods', () => {
    const greet = controller().greet as object;
    expect(Reflect.getMetadataKeys(greet)).toEqual(
      Reflect.getMetadataKeys(GreetingsController.prototype.greet),
    );
    expect(Reflect.getMetadata('__httpCode__', greet)).toBe(202);
  });

  it('makes no span outside a recorded one', async () => {
    expect(await controller().greet('Ada')).toBe('hello Ada');
    expect(recorded()).toEqual([]);
  });

  it('is left as it is if its class is not ours, or not marked for Nest', async () => {
    const plain = decorate(new Plain()) as Plain;
    await inRequest(async () => expect(plain.answer()).toBe(42));
    expect(recorded().map(({ name }) => name)).toEqual(['GET /greetings/:name']);
  });
});
