import { context, createContextKey, trace, type Span } from '@opentelemetry/api';
import { tracerOf } from './tracer.js';

/** Metadata keys by which Nest knows what `@Controller()` and `@Injectable()` were put on. */
const CONTROLLER = '__controller__';
const INJECTABLE = '__injectable__';
/** On the methods that a transport calls: a message's `process` span says all that its handler's could. */
const EVENT_PATTERN = 'microservices:pattern';

/** The instance whose method runs. */
const OWNER = createContextKey('waybill instrumented instance');

type Method = (...args: unknown[]) => unknown;

/**
 * For `NestFactory.create(…, { instrument: { instanceDecorator } })`: every method of a controller or
 * injectable runs in a span `Class.method`, as a child of the span it is called in. Called outside a
 * recorded span (a timer, a start-up hook, a health check), or by the instance itself, it makes none.
 *
 * @param isOurs tells our classes from a framework's own
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
      // On the instance, not a proxy around it: private fields would be out of a proxy's reach.
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
  // Nest looks for what decorators said (status code, headers, guards) on the very function that it calls.
  for (const key of Reflect.getMetadataKeys(method) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, method), wrapper);
  }
  return wrapper;
}

/**
 * Names the error and leaves the status alone: what a method throws may be a plain answer to its caller (not
 * found, out of stock), and the request's or the message's span judges that.
 */
function fail(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : 'Error');
  span.end();
}
