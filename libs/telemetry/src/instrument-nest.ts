import { context, createContextKey, trace, type Span } from '@opentelemetry/api';
import { tracerOf } from './tracer.js';

/** Metadata keys that `@Controller()` and `@Injectable()` set. */
const CONTROLLER = '__controller__';
const INJECTABLE = '__injectable__';
/** On the methods that a transport calls: a message's `process` span says all that a span of its handler could. */
const EVENT_PATTERN = 'microservices:pattern';

/** The instance whose method is running. */
const OWNER = createContextKey('waybill instrumented instance');

type Method = (...args: unknown[]) => unknown;

/**
 * For `NestFactory.create(…, { instrument: { instanceDecorator } })`: every method of a controller or
 * injectable runs in a span `Class.method`, a child of the span in which it is called. Called outside a recorded span
 * (a timer, a start-up hook, a health check), or by the instance itself, it makes none.
 *
 * @param isOurs whether a class is ours rather than a framework's
 */
export function instrumentNest(isOurs: (type: object) => boolean): (instance: unknown) => unknown {
  return (instance) => {
    if (typeof instance !== 'object' || instance === null) return instance;
    const type: unknown = instance.constructor;
    if (typeof type !== 'function') return instance;
    const marked = Reflect.hasOwnMetadata(CONTROLLER, type) || Reflect.hasOwnMetadata(INJECTABLE, type);
    if (!marked || !isOurs(type)) return instance;
    const methods = methodsOf(type.prototype as object);
    if (methods.some(([, method]) => Reflect.hasMetadata(EVENT_PATTERN, method))) return instance;
    for (const [name, method] of methods) {
      // On the instance, not on a proxy around it, which could not reach private fields.
      Object.defineProperty(instance, name, {
        value: traced(`${type.name}.${name}`, method),
        writable: true,
        configurable: true,
        enumerable: false,
      });
    }
    return instance;
  };
}

function methodsOf(prototype: object): [string, Method][] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' && name !== 'constructor' ? [[name, value as Method]] : [],
  );
}

function traced(name: string, method: Method): Method {
  const wrapper: Method = function (this: unknown, ...args: unknown[]) {
    const active = context.active();
    const worth = active.getValue(OWNER) !== this && trace.getSpan(active)?.isRecording();
    const tracer = worth ? tracerOf('@waybill/telemetry/nest') : undefined;
    if (!tracer) return method.apply(this, args);
    const span = tracer.startSpan(name, undefined, active);
    span.setAttribute('code.function.name', name);
    try {
      const inside = trace.setSpan(active, span).setValue(OWNER, this);
      const result = context.with(inside, () => method.apply(this, args));
      if (result instanceof Promise) {
        return result.then(
          (value: unknown) => {
            span.end();
            return value;
          },
          (error: unknown) => {
            fail(span, error);
            throw error;
          },
        );
      }
      span.end();
      return result;
    } catch (error) {
      fail(span, error);
      throw error;
    }
  };
  Object.defineProperty(wrapper, 'name', { value: method.name });
  // Nest looks for what decorators set (status code, headers, guards) on the function that it calls.
  for (const key of Reflect.getMetadataKeys(method) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, method), wrapper);
  }
  return wrapper;
}

/**
 * Names the error and does not set the status: what a method throws may be an ordinary result for its caller (not
 * found, out of stock); the request's or the message's span decides.
 */
function fail(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : 'Error');
  span.end();
}
