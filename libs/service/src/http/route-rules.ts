import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';

/** Adds to the configuration of a route, which Fastify's hooks read. `RouteConfig` alone replaces what another decorator set. */
export function routeRules(rules: object): MethodDecorator {
  return (target, key, descriptor) => {
    const others = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) as
      object | undefined;
    RouteConfig({ ...others, ...rules })(target, key, descriptor);
  };
}
