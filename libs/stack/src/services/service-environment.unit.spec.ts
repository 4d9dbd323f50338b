import { describe, expect, it } from '@jest/globals';
import { serviceEnvironment, type Surroundings } from './service-environment.js';

const around: Surroundings = {
  urls: { console: 'http://console', order: 'http://order', analytics: 'http://analytics' },
  databaseUrls: { console: 'postgresql://db', order: 'postgresql://db', analytics: 'postgresql://other' },
  natsUrlOf: (service) => `nats://${service}:secret@broker`,
  control: { url: 'http://control', token: 'secret' },
};

describe('the environment of a service', () => {
  it('sends everything to the console, soon, and turns fault injection on', () => {
    expect(serviceEnvironment('order', around, { PATH: '/bin' })).toEqual({
      PATH: '/bin',
      DATABASE_URL: 'postgresql://db',
      NATS_URL: 'nats://order:secret@broker',
      HOST: '127.0.0.1',
      SHUTDOWN_GRACE: '1s',
      WAYBILL_FAULTS: 'on',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://console',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'parentbased_always_on',
      OTEL_BSP_SCHEDULE_DELAY: '250',
      OTEL_BLRP_SCHEDULE_DELAY: '250',
      OTEL_METRIC_EXPORT_INTERVAL: '5000',
    });
  });

  it('shows the console the token that it asks exporters for', () => {
    const env = serviceEnvironment('order', around, { CONSOLE_OTLP_TOKEN: 'sixteen letters,or' });
    expect(env).toMatchObject({
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20sixteen%20letters%2Cor',
    });
    expect(env).not.toHaveProperty('CONSOLE_OTLP_TOKEN');
  });

  it('names no database for a service that has none', () => {
    const { order: _, ...databaseUrls } = around.databaseUrls;
    const env = serviceEnvironment('order', { ...around, databaseUrls }, { DATABASE_URL: 'stray' });
    expect(env).not.toHaveProperty('DATABASE_URL');
  });

  it('passes on every setting that a service may declare, now or later', () => {
    const caller = {
      PAYMENT_DECLINE_CUSTOMERS: 'zed',
      LIVE_CLIENTS: '3',
      SOME_LATER_SETTING: 'x',
      DATABASE_POOL: '4',
    };
    expect(serviceEnvironment('order', around, caller)).toMatchObject(caller);
  });

  it('gives each service its own direct connection past a pooler, and the grace that the caller wants', () => {
    const caller = { DATABASE_DIRECT_URL_ORDER: 'postgresql://direct', SHUTDOWN_GRACE: '10s' };
    expect(serviceEnvironment('order', around, caller)).toMatchObject({
      DATABASE_DIRECT_URL: 'postgresql://direct',
      SHUTDOWN_GRACE: '10s',
    });
    expect(serviceEnvironment('analytics', around, caller)).not.toHaveProperty('DATABASE_DIRECT_URL');
  });

  it('overrides the caller on where a service listens and what it talks to', () => {
    const caller = {
      PORT: '80',
      HOST: '0.0.0.0',
      NATS_URL: 'nats://stray',
      DATABASE_URL: 'stray',
      DATABASE_URL_ORDER: 'stray',
      DATABASE_DIRECT_URL: 'stray',
      SERVICE_URLS: 'order=http://stray',
      SUPERVISOR_TOKEN: 'stray',
      npm_lifecycle_event: 'start',
    };
    for (const name of ['order', 'console'] as const) {
      const env = serviceEnvironment(name, around, caller);
      expect(env).toMatchObject({
        HOST: '127.0.0.1',
        NATS_URL: `nats://${name}:secret@broker`,
        DATABASE_URL: 'postgresql://db',
      });
      expect(Object.values(env).filter((value) => value.includes('stray'))).toEqual([]);
      expect(env).not.toHaveProperty('PORT');
      expect(env).not.toHaveProperty('npm_lifecycle_event');
    }
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://elsewhere' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://elsewhere/v1/traces' },
    { OTEL_SDK_DISABLED: 'true' },
    { OTEL_TRACES_EXPORTER: 'none' },
  ])('leaves telemetry to a caller who sets it up: %o', (own) => {
    const env = serviceEnvironment('order', around, own);
    expect(Object.entries(env).filter(([key]) => key.startsWith('OTEL_'))).toEqual(Object.entries(own));
  });

  it("prefers the caller's settings if only the destination is left to the stack", () => {
    const caller = {
      OTEL_TRACES_SAMPLER: 'always_off',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      WAYBILL_FAULTS: 'off',
      DATABASE_URL: 'stray',
    };
    expect(serviceEnvironment('order', around, caller)).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://console',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_TRACES_SAMPLER: 'always_off',
      WAYBILL_FAULTS: 'off',
      DATABASE_URL: 'postgresql://db',
    });
  });

  it('exports nothing if no console runs', () => {
    const env = serviceEnvironment('order', { ...around, urls: { order: 'http://order' } }, {});
    expect(Object.keys(env).filter((key) => key.startsWith('OTEL_'))).toEqual([]);
  });

  it('gives the console, and only it, the addresses of the services and the supervisor, and its own settings', () => {
    const caller = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://elsewhere', CONSOLE_MAX_SPANS: '5000' };
    expect(serviceEnvironment('console', around, caller)).toEqual({
      SHUTDOWN_GRACE: '1s',
      DATABASE_URL: 'postgresql://db',
      NATS_URL: 'nats://console:secret@broker',
      HOST: '127.0.0.1',
      SERVICE_URLS: 'order=http://order,analytics=http://analytics',
      SUPERVISOR_URL: 'http://control',
      SUPERVISOR_TOKEN: 'secret',
      CONSOLE_MAX_SPANS: '5000',
    });
    expect(serviceEnvironment('order', around, caller)).not.toHaveProperty('CONSOLE_MAX_SPANS');
  });
});
