import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, loadConfig, setting } from './index.js';

const complete = {
  DATABASE_URL: 'postgresql://order:secret@localhost:5432/order',
  NATS_URL: 'nats://a:4222, nats://b:4222',
  PORT: '3001',
};

describe('loadConfig', () => {
  let folder: string;
  let files = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-config-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function fileWith(text: string): Promise<string> {
    const file = join(folder, `${files++}`);
    await writeFile(file, text);
    return file;
  }

  it('fills in defaults and splits lists', () => {
    const config = loadConfig({}, complete);
    expect(config.natsUrl).toEqual(['nats://a:4222', 'nats://b:4222']);
    expect([...config.roles]).toEqual(['api', 'relay', 'consumers']);
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3001, databasePool: 6, logLevel: 'info' });
    expect(config).toMatchObject({ shutdownGraceMs: 5_000, databaseDirectUrl: undefined });
  });

  it.each([
    ['5s', 5_000],
    ['500ms', 500],
    ['2', 2_000],
    ['0', 0],
  ])('reads a grace of %s', (text, ms) => {
    expect(loadConfig({}, { ...complete, SHUTDOWN_GRACE: text }).shutdownGraceMs).toBe(ms);
  });

  it.each(['soon', '-1s', '2m', '61s'])('refuses a grace of %s', (text) => {
    expect(() => loadConfig({}, { ...complete, SHUTDOWN_GRACE: text })).toThrow(/SHUTDOWN_GRACE/);
  });

  it('accepts any subset of the roles', () => {
    expect([...loadConfig({}, { ...complete, ROLES: 'relay,api' }).roles]).toEqual(['relay', 'api']);
  });

  it('asks for neither database nor broker where a service has none', () => {
    expect(loadConfig({ database: false }, { PORT: '3001' }).port).toBe(3001);
    expect(() => loadConfig({}, { PORT: '3001' })).toThrow(/DATABASE_URL/);
  });

  it('reports all errors together and shows no values', () => {
    const environment = {
      DATABASE_URL: 'mysql://me:hunter2@h/d',
      PORT: '70000',
      ROLES: 'api,cook',
      LOG_LEVEL: '',
    };
    expect.assertions(4);
    try {
      loadConfig({}, environment);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      const { errors, message } = error as ConfigError;
      expect(errors.map((each) => each.split(':')[0])).toEqual(['DATABASE_URL', 'NATS_URL', 'PORT', 'ROLES']);
      expect(message).toContain('PORT: must be a whole number from 0 to 65535');
      expect(message).not.toContain('hunter2');
    }
  });

  it('reads a setting from the file that its variable names with _FILE', async () => {
    const { DATABASE_URL, ...rest } = complete;
    const file = await fileWith(`${DATABASE_URL}\n`);
    expect(loadConfig({}, { ...rest, DATABASE_URL_FILE: file }).databaseUrl).toBe(DATABASE_URL);
  });

  it('refuses a file that is missing or empty, one beside a value, and a wrong value in one, and shows no values', async () => {
    const environment = {
      ...complete,
      NATS_URL: undefined,
      NATS_URL_FILE: '/nope/nats-url',
      NATS_NAMESPACE_FILE: await fileWith('\n'),
      DATABASE_URL_FILE: await fileWith('postgresql://order:hunter2@localhost/order'),
      DATABASE_DIRECT_URL_FILE: await fileWith('mysql://me:hunter3@h/d'),
    };
    expect(() => loadConfig({}, environment)).toThrow(
      expect.objectContaining({
        errors: [
          'DATABASE_URL: DATABASE_URL_FILE is set as well: unset one of the two',
          expect.stringMatching(/^DATABASE_DIRECT_URL: must be a connection string: .*pooler/),
          'NATS_URL: the file /nope/nats-url, which NATS_URL_FILE names, cannot be read (ENOENT): correct the path, or its permissions',
          expect.stringMatching(/^NATS_NAMESPACE: the file .*, which NATS_NAMESPACE_FILE names, is empty$/),
        ],
        message: expect.not.stringMatching(/hunter/),
      }),
    );
  });

  it('refuses an unsupported broker address and missing files together, each with its fix', () => {
    const environment = {
      ...complete,
      NATS_URL: 'nats://a:4222,ws://b:8080',
      NATS_CREDS: '/nope/creds',
      NATS_CA: '/nope/ca',
    };
    expect(() => loadConfig({}, environment)).toThrow(
      expect.objectContaining({
        errors: [
          expect.stringMatching(/^NATS_URL: "ws:\/\/b:8080" cannot be used.*expected nats:\/\/host:4222/),
          expect.stringMatching(/^NATS_CREDS: the file \/nope\/creds does not exist: correct the path/),
          expect.stringMatching(/^NATS_CA: the file \/nope\/ca does not exist: correct the path/),
        ],
      }),
    );
  });

  it('refuses TLS files of a connection string that are not there', () => {
    const url = `${complete.DATABASE_URL}?sslmode=verify-full&sslrootcert=/nope/ca.pem`;
    expect(() => loadConfig({}, { ...complete, DATABASE_URL: url })).toThrow(
      /DATABASE_URL: sslrootcert: the file \/nope\/ca\.pem does not exist: correct the path/,
    );
  });

  it("parses a service's own settings", () => {
    const own = {
      retentionHours: setting('RETENTION_HOURS', z.coerce.number().default(24), 'How long to keep it'),
    };
    expect(loadConfig({ settings: own }, complete).retentionHours).toBe(24);
    expect(loadConfig({ settings: own }, { ...complete, RETENTION_HOURS: '2' }).retentionHours).toBe(2);
  });

  it('refuses valid settings that contradict each other', () => {
    const check = ({ port }: { port: number }) => (port === 1 ? ['PORT: is reserved'] : []);
    expect(() => loadConfig({ check }, { ...complete, PORT: '1' })).toThrow('PORT: is reserved');
    expect(() => loadConfig({ check }, { ...complete, PORT: 'x' })).toThrow(/^The configuration has 1 error/);
  });
});
